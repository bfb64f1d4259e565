package dev.outbox.starter.inbox;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.kafka.support.KafkaHeaders;
import org.springframework.messaging.Message;
import org.springframework.messaging.MessageHeaders;

/**
 * Takes the records out of a batch of Spring Cloud Stream: a list of values, and lists of what
 * belongs to each.
 */
final class ReceivedRecords {

  private ReceivedRecords() {}

  /**
   * The records of a batch.
   *
   * @throws IllegalStateException if it is no batch, since a setting of the application says so
   */
  static List<ReceivedRecord> of(Message<?> batch) {
    MessageHeaders headers = batch.getHeaders();
    if (!(batch.getPayload() instanceof List<?> values)) {
      throw new IllegalStateException(
          "The inbox takes batches: leave spring.cloud.stream.bindings.%s.consumer.batch-mode true"
              .formatted(SpringCloudStreamDefaults.BINDING));
    }
    int count = values.size();
    List<?> keys = list(headers, KafkaHeaders.RECEIVED_KEY, count);
    List<?> topics = list(headers, KafkaHeaders.RECEIVED_TOPIC, count);
    List<?> partitions = list(headers, KafkaHeaders.RECEIVED_PARTITION, count);
    List<?> offsets = list(headers, KafkaHeaders.OFFSET, count);
    List<?> timestamps = list(headers, KafkaHeaders.RECEIVED_TIMESTAMP, count);
    List<?> recordHeaders = list(headers, KafkaHeaders.BATCH_CONVERTED_HEADERS, count);
    List<ReceivedRecord> records = new ArrayList<>(count);
    for (int i = 0; i < count; i++) {
      records.add(
          new ReceivedRecord(
              String.valueOf(topics.get(i)),
              ((Number) partitions.get(i)).intValue(),
              ((Number) offsets.get(i)).longValue(),
              ((Number) timestamps.get(i)).longValue(),
              bytes(keys.get(i)),
              texts((Map<?, ?>) recordHeaders.get(i)),
              bytes(values.get(i))));
    }
    return records;
  }

  private static List<?> list(MessageHeaders headers, String name, int count) {
    if (headers.get(name) instanceof List<?> list && list.size() == count) {
      return list;
    }
    throw new IllegalStateException(
        "The batch of %d records should have as many %s, found %s"
            .formatted(count, name, headers.get(name)));
  }

  /** Of a record without a value there is an object that says so. */
  private static byte @Nullable [] bytes(@Nullable Object found) {
    return found instanceof byte[] bytes ? bytes : null;
  }

  private static Map<String, String> texts(Map<?, ?> headers) {
    Map<String, String> texts = new HashMap<>();
    headers.forEach(
        (name, value) -> {
          if (value != null) {
            texts.put(String.valueOf(name), text(value));
          }
        });
    return texts;
  }

  private static String text(Object value) {
    return value instanceof byte[] bytes
        ? new String(bytes, StandardCharsets.UTF_8)
        : value.toString();
  }
}
