package dev.outbox.relay.progress;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.outbox.relay.publish.KafkaClients;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeoutException;
import java.util.stream.Collectors;
import org.apache.kafka.clients.admin.ListOffsetsOptions;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.IsolationLevel;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;

/**
 * Reads how far each server of a group is, on whichever partition and by whichever relay. Reads
 * also what is not committed yet, so that it never waits for another server's open transaction: of
 * a server's identity that tells no less. Safe for use by several threads.
 */
public final class AllServers {

  private static final Duration POLL = Duration.ofMillis(100);
  private static final Duration READ_LIMIT = Duration.ofSeconds(40);

  private final KafkaClients clients;
  private final ProgressTopic topic;
  private final String group;

  /**
   * Asks Kafka nothing yet.
   *
   * @param group the group whose offsets say from where progress is needed
   */
  public AllServers(KafkaClients clients, ProgressTopic topic, String group) {
    this.clients = clients;
    this.topic = topic;
    this.group = group;
  }

  /**
   * Returns the latest progress of each server by its name.
   *
   * @throws KafkaException if Kafka does not answer in time
   */
  public Map<String, ServerProgress> read() throws InterruptedException {
    Map<String, ServerProgress> found = new HashMap<>();
    try (Consumer<byte[], byte[]> consumer = clients.uncommittedReader()) {
      List<TopicPartition> partitions = topic.allPartitions();
      Map<TopicPartition, Long> ends = ends(partitions);
      Map<TopicPartition, OffsetAndMetadata> needed =
          clients.ask(
              admin -> admin.listConsumerGroupOffsets(group).partitionsToOffsetAndMetadata());
      Map<TopicPartition, Long> first = consumer.beginningOffsets(partitions);
      consumer.assign(partitions);
      for (TopicPartition partition : partitions) {
        OffsetAndMetadata from = needed.get(partition);
        long begin = first.getOrDefault(partition, 0L);
        consumer.seek(partition, from == null ? begin : Math.max(begin, from.offset()));
      }
      long deadline = System.nanoTime() + READ_LIMIT.toNanos();
      while (ends.entrySet().stream().anyMatch(e -> consumer.position(e.getKey()) < e.getValue())) {
        if (System.nanoTime() > deadline) {
          throw new KafkaException(
              "The progress in %s cannot be read to its ends %s".formatted(topic.name(), ends));
        }
        consumer.poll(POLL).forEach(record -> take(record, found));
      }
    } catch (TimeoutException e) {
      throw new org.apache.kafka.common.errors.TimeoutException(
          "no answer about " + topic.name(), e);
    }
    return found;
  }

  private Map<TopicPartition, Long> ends(List<TopicPartition> partitions)
      throws InterruptedException, TimeoutException {
    return clients
        .ask(
            admin ->
                admin
                    .listOffsets(
                        partitions.stream()
                            .collect(Collectors.toMap(each -> each, each -> OffsetSpec.latest())),
                        new ListOffsetsOptions(IsolationLevel.READ_UNCOMMITTED))
                    .all())
        .entrySet()
        .stream()
        .collect(Collectors.toMap(Map.Entry::getKey, e -> e.getValue().offset()));
  }

  private static void take(
      ConsumerRecord<byte[], byte[]> record, Map<String, ServerProgress> found) {
    String key = new String(record.key(), UTF_8);
    if (ProgressRecords.serverOf(key).equals(key) && record.value() != null) {
      found.put(key, ProgressRecords.readServer(record.value()));
    }
  }
}
