package dev.outbox.starter.testing;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.outbox.events.Event;
import dev.outbox.events.EventJson;
import dev.outbox.events.EventTypes;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.springframework.kafka.support.KafkaHeaders;
import org.springframework.messaging.Message;
import org.springframework.messaging.support.MessageBuilder;

/** Makes batches as Spring Cloud Stream does: a service's inbox takes them without Kafka, too. */
public final class Batch {

  private Batch() {}

  /** A batch of events, in order. */
  public static Message<List<byte[]>> of(Delivery... events) {
    return of(List.of(events));
  }

  /** A batch of events, in order. */
  public static Message<List<byte[]>> of(List<Delivery> events) {
    return MessageBuilder.withPayload(each(events, event -> event.payload().getBytes(UTF_8)))
        .setHeader(KafkaHeaders.RECEIVED_KEY, each(events, event -> event.key().getBytes(UTF_8)))
        .setHeader(KafkaHeaders.RECEIVED_TOPIC, each(events, Delivery::topic))
        .setHeader(KafkaHeaders.RECEIVED_PARTITION, each(events, event -> 0))
        .setHeader(KafkaHeaders.OFFSET, each(events, event -> 0L))
        .setHeader(KafkaHeaders.RECEIVED_TIMESTAMP, each(events, event -> 0L))
        .setHeader(KafkaHeaders.BATCH_CONVERTED_HEADERS, each(events, Delivery::headers))
        .build();
  }

  private static <T> List<T> each(List<Delivery> events, Function<Delivery, T> part) {
    return events.stream().map(part).toList();
  }

  /** An event on its way. */
  public record Delivery(String id, String type, String key, String payload) {

    /** An event under an id. */
    public static Delivery of(String id, Event event) {
      String type = EventTypes.of(event.getClass()).value();
      return new Delivery(id, type, event.aggregateId(), EventJson.write(event));
    }

    String topic() {
      return type.split("\\.")[2] + "-events";
    }

    Map<String, Object> headers() {
      return new HashMap<>(Publisher.headers(id, type));
    }
  }
}
