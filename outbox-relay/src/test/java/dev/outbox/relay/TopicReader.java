package dev.outbox.relay;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.outbox.localstack.KafkaBroker;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/** Reads a topic from its beginning, as often as asked. */
final class TopicReader {

  private final KafkaBroker kafka;
  private final String topic;
  private final Map<String, Object> client;

  TopicReader(KafkaBroker kafka, String topic) {
    this(kafka, topic, Map.of());
  }

  /** With what a client needs besides the address, such as {@code security.protocol}. */
  TopicReader(KafkaBroker kafka, String topic, Map<String, Object> client) {
    this.kafka = kafka;
    this.topic = topic;
    this.client = client;
  }

  /**
   * All committed records that are there now, those of a partition in order; none if there is no
   * topic.
   */
  List<ConsumerRecord<byte[], byte[]>> all() {
    List<ConsumerRecord<byte[], byte[]>> all = new ArrayList<>();
    try (KafkaConsumer<byte[], byte[]> consumer = consumer()) {
      List<TopicPartition> partitions = partitions(consumer);
      if (partitions.isEmpty()) {
        return all;
      }
      Map<TopicPartition, Long> ends = consumer.endOffsets(partitions);
      consumer.assign(partitions);
      consumer.seekToBeginning(partitions);
      while (ends.entrySet().stream()
          .anyMatch(end -> consumer.position(end.getKey()) < end.getValue())) {
        consumer.poll(Duration.ofMillis(200)).forEach(all::add);
      }
    }
    return all;
  }

  private KafkaConsumer<byte[], byte[]> consumer() {
    Map<String, Object> settings = new HashMap<>(client);
    settings.put("bootstrap.servers", kafka.bootstrapServers());
    settings.put("default.api.timeout.ms", 10_000);
    settings.put("isolation.level", "read_committed");
    // What is there is there at once.
    settings.put("fetch.max.wait.ms", 10);
    settings.put("allow.auto.create.topics", false);
    return new KafkaConsumer<>(settings, new ByteArrayDeserializer(), new ByteArrayDeserializer());
  }

  private List<TopicPartition> partitions(KafkaConsumer<byte[], byte[]> consumer) {
    return consumer.partitionsFor(topic).stream()
        .map(info -> new TopicPartition(topic, info.partition()))
        .toList();
  }

  /** The sum of the partitions' end offsets: what is there, and the marks of transactions. */
  long end() {
    try (KafkaConsumer<byte[], byte[]> consumer = consumer()) {
      return consumer.endOffsets(partitions(consumer)).values().stream()
          .mapToLong(Long::longValue)
          .sum();
    }
  }

  List<String> ids() {
    return all().stream().map(record -> header(record, "ce_id")).toList();
  }

  /** Payloads by key, in order, repetitions included. */
  Map<String, List<String>> byKey() {
    Map<String, List<String>> payloads = new LinkedHashMap<>();
    for (ConsumerRecord<byte[], byte[]> record : all()) {
      payloads
          .computeIfAbsent(new String(record.key(), UTF_8), key -> new ArrayList<>())
          .add(new String(record.value(), UTF_8));
    }
    return payloads;
  }

  static String header(ConsumerRecord<byte[], byte[]> record, String name) {
    return headers(record).get(name);
  }

  static Map<String, String> headers(ConsumerRecord<byte[], byte[]> record) {
    Map<String, String> headers = new LinkedHashMap<>();
    for (Header header : record.headers()) {
      headers.put(header.key(), new String(header.value(), UTF_8));
    }
    return headers;
  }
}
