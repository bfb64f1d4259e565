package dev.outbox.localstack;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.concurrent.TimeUnit.MILLISECONDS;

import java.io.PrintWriter;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.GroupListing;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.jspecify.annotations.Nullable;

/** The topics of a broker: what is in them, and what is put into them by hand. */
final class Topics {

  private static final int PATIENCE_MS = 10_000;

  private final String bootstrapServers;

  Topics(String bootstrapServers) {
    this.bootstrapServers = bootstrapServers;
  }

  /** Prints committed records as they come; to the present end only, unless it follows. */
  void print(
      String topic,
      boolean fromBeginning,
      boolean follow,
      long max,
      @Nullable String key,
      PrintWriter out) {
    List<TopicPartition> partitions = partitions(topic);
    try (var consumer =
        new KafkaConsumer<>(
            settings("isolation.level", "read_committed"),
            new StringDeserializer(),
            new StringDeserializer())) {
      consumer.assign(partitions);
      if (fromBeginning) {
        consumer.seekToBeginning(partitions);
      } else {
        consumer.seekToEnd(partitions);
      }
      Map<TopicPartition, Long> ends = consumer.endOffsets(partitions);
      long printed = 0;
      while (printed < max && !out.checkError()) {
        for (ConsumerRecord<String, String> record : consumer.poll(Duration.ofMillis(200))) {
          if (printed < max && (key == null || key.equals(record.key()))) {
            print(record, out);
            printed++;
          }
        }
        boolean atEnd =
            ends.entrySet().stream()
                .allMatch(end -> consumer.position(end.getKey()) >= end.getValue());
        if (atEnd && !follow) {
          break;
        }
      }
    }
  }

  private static void print(ConsumerRecord<String, String> record, PrintWriter out) {
    TopicPartition partition = new TopicPartition(record.topic(), record.partition());
    out.println(
        new RecordPosition(partition, record.offset())
            + " at "
            + Instant.ofEpochMilli(record.timestamp()));
    out.println("  key     " + record.key());
    for (Header header : record.headers()) {
      out.println("  header  " + header.key() + "=" + new String(header.value(), UTF_8));
    }
    out.println("  value   " + record.value());
  }

  /** Sends a record and waits until the broker has it. */
  RecordPosition publish(String topic, String key, byte[] value, Map<String, String> headers) {
    partitions(topic); // an unknown topic is told now rather than after a minute
    var record = new ProducerRecord<>(topic, key, value);
    headers.forEach((name, text) -> record.headers().add(name, text.getBytes(UTF_8)));
    try (var producer =
        new KafkaProducer<>(
            settings("max.block.ms", PATIENCE_MS),
            new StringSerializer(),
            new ByteArraySerializer())) {
      RecordMetadata sent = producer.send(record).get();
      return new RecordPosition(new TopicPartition(topic, sent.partition()), sent.offset());
    } catch (ExecutionException e) {
      throw failed(e);
    } catch (InterruptedException e) {
      throw interrupted(e);
    }
  }

  /**
   * Waits until all groups that have committed an offset for the record's partition are past it.
   *
   * @return the groups
   */
  List<String> awaitConsumed(RecordPosition record, Duration limit) {
    long deadline = System.nanoTime() + limit.toNanos();
    while (true) {
      Map<String, Long> offsets = committedOffsets(record.partition());
      Map<String, Long> behind = new TreeMap<>(offsets);
      behind.values().removeIf(offset -> offset > record.offset());
      if (!offsets.isEmpty() && behind.isEmpty()) {
        return List.copyOf(offsets.keySet());
      }
      if (System.nanoTime() > deadline) {
        throw new LocalStackException(
            "%s is not consumed after %d s: %s."
                .formatted(
                    record,
                    limit.toSeconds(),
                    offsets.isEmpty() ? "no group reads it" : "groups are at " + behind));
      }
      try {
        MILLISECONDS.sleep(100);
      } catch (InterruptedException e) {
        throw interrupted(e);
      }
    }
  }

  private Map<String, Long> committedOffsets(TopicPartition partition) {
    try (Admin admin = admin()) {
      Map<String, Long> offsets = new TreeMap<>();
      for (GroupListing group : get(admin.listGroups().all())) {
        var committed =
            get(admin.listConsumerGroupOffsets(group.groupId()).partitionsToOffsetAndMetadata());
        var offset = committed.get(partition);
        if (offset != null) {
          offsets.put(group.groupId(), offset.offset());
        }
      }
      return offsets;
    }
  }

  private List<TopicPartition> partitions(String topic) {
    try (Admin admin = admin()) {
      Set<String> names = new TreeSet<>(get(admin.listTopics().names()));
      if (!names.contains(topic)) {
        throw new LocalStackException(
            "There is no topic "
                + topic
                + (names.isEmpty() ? "; there are none." : "; there are " + names + "."));
      }
      List<TopicPartition> partitions = new ArrayList<>();
      get(admin.describeTopics(Set.of(topic)).allTopicNames())
          .values()
          .forEach(
              description ->
                  description
                      .partitions()
                      .forEach(p -> partitions.add(new TopicPartition(topic, p.partition()))));
      return partitions;
    }
  }

  private Admin admin() {
    return Admin.create(settings("request.timeout.ms", PATIENCE_MS / 2));
  }

  private Map<String, Object> settings(String name, Object value) {
    Map<String, Object> settings = new HashMap<>();
    settings.put("bootstrap.servers", bootstrapServers);
    settings.put("default.api.timeout.ms", PATIENCE_MS);
    settings.put(name, value);
    return settings;
  }

  private <T> T get(KafkaFuture<T> future) {
    try {
      return future.get();
    } catch (ExecutionException e) {
      throw failed(e);
    } catch (InterruptedException e) {
      throw interrupted(e);
    }
  }

  private LocalStackException failed(ExecutionException e) {
    return new LocalStackException(
        e.getCause() instanceof TimeoutException
            ? "Kafka does not answer at " + bootstrapServers + "."
            : "Kafka: " + e.getCause(),
        e);
  }

  private static LocalStackException interrupted(InterruptedException e) {
    Thread.currentThread().interrupt();
    return new LocalStackException("Interrupted", e);
  }
}
