package dev.outbox.notification.journey;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.outbox.events.EventType;
import dev.outbox.events.EventTypes;
import dev.outbox.events.notification.SagaStalled;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeFormatterBuilder;
import java.util.UUID;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.streams.processor.api.Record;

/** Writes {@code SagaStalled} as the relay would: a CloudEvent in Kafka's binary mode. */
final class StalledEvents {

  private static final DateTimeFormatter TIME =
      new DateTimeFormatterBuilder().appendInstant(6).toFormatter();
  private static final EventType TYPE = EventTypes.of(SagaStalled.class);

  private StalledEvents() {}

  static Record<String, Object> record(SagaStalled event) {
    Headers headers = new RecordHeaders();
    add(headers, "ce_specversion", "1.0");
    add(headers, "ce_id", id(event).toString());
    add(headers, "ce_type", TYPE.value());
    add(headers, "ce_source", "/notification-service/journeys");
    add(headers, "ce_subject", event.aggregateId());
    add(headers, "ce_time", TIME.format(event.stalledAt()));
    add(headers, "ce_dataschema", TYPE.schema());
    add(headers, "content-type", "application/json");
    return new Record<>(event.aggregateId(), event, event.stalledAt().toEpochMilli(), headers);
  }

  /** The same for the same order and step, whoever finds it, and however often. */
  private static UUID id(SagaStalled event) {
    String name = TYPE.value() + "/" + event.aggregateId() + "/" + event.lastEventId();
    return UUID.nameUUIDFromBytes(name.getBytes(UTF_8));
  }

  private static void add(Headers headers, String name, String value) {
    headers.add(name, value.getBytes(UTF_8));
  }
}
