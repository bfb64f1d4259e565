package dev.outbox.endtoend;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.outbox.localstack.KafkaBroker;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.serialization.StringDeserializer;

/** Events as a {@code read_committed} consumer gets them. */
final class PublishedRecords {

  /**
   * All that consumers can tell of a record.
   *
   * @param headers by name, sorted; with several of one name they are all there
   */
  record Wire(
      String topic, int partition, String key, String value, Map<String, List<String>> headers) {

    String id() {
      return headers.get("ce_id").get(0);
    }
  }

  private PublishedRecords() {}

  /** All records of topics by event, those of a partition in order. */
  static Map<String, List<Wire>> byEvent(KafkaBroker kafka, List<String> topics) {
    Map<String, List<Wire>> events = new LinkedHashMap<>();
    try (KafkaConsumer<String, String> consumer =
        new KafkaConsumer<>(
            Map.of(
                "bootstrap.servers",
                kafka.bootstrapServers(),
                "isolation.level",
                "read_committed",
                "fetch.max.wait.ms",
                10),
            new StringDeserializer(),
            new StringDeserializer())) {
      List<TopicPartition> partitions =
          topics.stream()
              .flatMap(topic -> consumer.partitionsFor(topic).stream())
              .map(info -> new TopicPartition(info.topic(), info.partition()))
              .toList();
      Map<TopicPartition, Long> ends = consumer.endOffsets(partitions);
      consumer.assign(partitions);
      consumer.seekToBeginning(partitions);
      while (ends.entrySet().stream()
          .anyMatch(end -> consumer.position(end.getKey()) < end.getValue())) {
        consumer
            .poll(Duration.ofMillis(200))
            .forEach(
                record -> {
                  Map<String, List<String>> headers = new TreeMap<>();
                  for (Header header : record.headers()) {
                    headers
                        .computeIfAbsent(header.key(), name -> new ArrayList<>())
                        .add(header.value() == null ? "null" : new String(header.value(), UTF_8));
                  }
                  Wire wire =
                      new Wire(
                          record.topic(),
                          record.partition(),
                          record.key(),
                          record.value(),
                          headers);
                  events.computeIfAbsent(wire.id(), id -> new ArrayList<>()).add(wire);
                });
      }
    }
    return events;
  }
}
