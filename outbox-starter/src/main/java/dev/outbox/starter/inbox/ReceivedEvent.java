package dev.outbox.starter.inbox;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.kafka.support.KafkaHeaders;
import org.springframework.messaging.Message;

/** Reads CloudEvents attributes (Kafka binary mode) from the headers of a message. */
final class ReceivedEvent {

  private ReceivedEvent() {}

  /** The CloudEvents type of a message; null if it is no CloudEvent. */
  static @Nullable String type(Message<?> message) {
    return text(message.getHeaders(), "ce_type");
  }

  /**
   * The metadata of a message.
   *
   * @throws IllegalArgumentException if it has a type but no id
   */
  static EventMetadata metadata(Message<?> message) {
    Map<String, Object> headers = message.getHeaders();
    String place = place(message);
    String id = text(headers, "ce_id");
    if (id == null || id.isBlank()) {
      throw new IllegalArgumentException("The record at " + place + " has no ce_id");
    }
    return new EventMetadata(
        id,
        String.valueOf(type(message)),
        text(headers, "ce_source"),
        time(text(headers, "ce_time")),
        text(headers, KafkaHeaders.RECEIVED_KEY),
        String.valueOf(headers.get(KafkaHeaders.RECEIVED_TOPIC)),
        (int) number(headers, KafkaHeaders.RECEIVED_PARTITION),
        number(headers, KafkaHeaders.OFFSET));
  }

  /** Where a message came from, for people: {@code order-events-3@42}. */
  static String place(Message<?> message) {
    Map<String, Object> headers = message.getHeaders();
    return partition(message) + "@" + headers.get(KafkaHeaders.OFFSET);
  }

  /** The partition that a message came from: {@code order-events-3}. */
  static String partition(Message<?> message) {
    Map<String, Object> headers = message.getHeaders();
    return headers.get(KafkaHeaders.RECEIVED_TOPIC)
        + "-"
        + headers.get(KafkaHeaders.RECEIVED_PARTITION);
  }

  private static @Nullable String text(Map<String, Object> headers, String name) {
    Object value = headers.get(name);
    if (value == null) {
      return null;
    }
    return value instanceof byte[] bytes
        ? new String(bytes, StandardCharsets.UTF_8)
        : value.toString();
  }

  private static @Nullable Instant time(@Nullable String text) {
    try {
      return text == null ? null : Instant.parse(text);
    } catch (DateTimeParseException e) {
      return null;
    }
  }

  private static long number(Map<String, Object> headers, String name) {
    return headers.get(name) instanceof Number number ? number.longValue() : -1;
  }
}
