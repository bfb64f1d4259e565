package dev.outbox.relay.publish;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.outbox.relay.outbox.OutboxEvent;
import java.net.URI;
import java.time.Instant;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.header.Headers;
import org.jspecify.annotations.Nullable;

/**
 * Writes events as CloudEvents 1.0 in Kafka's binary mode: attributes as headers, data as value.
 */
final class CloudEvents {

  private static final byte[] SPEC_VERSION = "1.0".getBytes(UTF_8);
  private static final byte[] JSON = "application/json".getBytes(UTF_8);

  private CloudEvents() {}

  static byte[] key(OutboxEvent event) {
    return event.aggregateId().getBytes(UTF_8);
  }

  static ProducerRecord<byte[], byte[]> record(
      OutboxEvent event, URI source, byte[] key, int partition) {
    ProducerRecord<byte[], byte[]> record =
        new ProducerRecord<>(event.topic(), partition, key, event.payload());
    Headers headers = record.headers();
    headers.add("ce_specversion", SPEC_VERSION);
    add(headers, "ce_id", event.id());
    add(headers, "ce_type", event.type());
    add(headers, "ce_source", source.toString());
    headers.add("ce_subject", key);
    add(headers, "ce_time", time(event.createdMicros()));
    add(headers, "ce_dataschema", event.dataSchema());
    headers.add("content-type", JSON);
    add(headers, "traceparent", event.traceParent());
    add(headers, "tracestate", event.traceState());
    return record;
  }

  private static String time(long micros) {
    return DateTimeFormatter.ISO_INSTANT.format(Instant.EPOCH.plus(micros, ChronoUnit.MICROS));
  }

  private static void add(Headers headers, String name, @Nullable String value) {
    if (value != null) {
      headers.add(name, value.getBytes(UTF_8));
    }
  }
}
