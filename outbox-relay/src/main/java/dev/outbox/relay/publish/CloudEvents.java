package dev.outbox.relay.publish;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.outbox.relay.outbox.OutboxEvent;
import java.net.URI;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeader;
import org.jspecify.annotations.Nullable;

/**
 * Writes events as CloudEvents 1.0 in Kafka's binary mode: attributes as headers, data as value.
 */
final class CloudEvents {

  /** So many different types have their headers kept; more are rather a mistake of the writer's. */
  private static final int MOST_KEPT = 1_000;

  private static final Header SPEC_VERSION =
      new RecordHeader("ce_specversion", "1.0".getBytes(UTF_8));
  private static final Header JSON =
      new RecordHeader("content-type", "application/json".getBytes(UTF_8));

  private static final byte[] TIME = "0000-00-00T00:00:00.000000Z".getBytes(UTF_8);
  private static final int MICROS = 1_000_000;

  /** Headers that many events share; made once, since millions of them may be on their way. */
  private static final Map<Shared, Header> KEPT = new ConcurrentHashMap<>();

  private record Shared(String name, String value) {}

  private CloudEvents() {}

  static byte[] key(OutboxEvent event) {
    return event.aggregateId().getBytes(UTF_8);
  }

  static ProducerRecord<byte[], byte[]> record(
      OutboxEvent event, URI source, String topic, int partition, byte[] key) {
    ProducerRecord<byte[], byte[]> record =
        new ProducerRecord<>(topic, partition, key, event.payload());
    Headers headers = record.headers();
    headers.add(SPEC_VERSION);
    add(headers, "ce_id", event.id());
    addShared(headers, "ce_type", event.type());
    addShared(headers, "ce_source", source.toString());
    headers.add("ce_subject", key);
    headers.add("ce_time", time(event.createdMicros()));
    addShared(headers, "ce_dataschema", event.dataSchema());
    headers.add(JSON);
    add(headers, "traceparent", event.traceParent());
    add(headers, "tracestate", event.traceState());
    return record;
  }

  /** RFC 3339, in UTC, always with microseconds; the JDK's formatter takes ten times as long. */
  private static byte[] time(long micros) {
    LocalDateTime time =
        LocalDateTime.ofEpochSecond(Math.floorDiv(micros, MICROS), 0, ZoneOffset.UTC);
    byte[] text = TIME.clone();
    write(text, 0, 4, time.getYear());
    write(text, 5, 2, time.getMonthValue());
    write(text, 8, 2, time.getDayOfMonth());
    write(text, 11, 2, time.getHour());
    write(text, 14, 2, time.getMinute());
    write(text, 17, 2, time.getSecond());
    write(text, 20, 6, Math.floorMod(micros, MICROS));
    return text;
  }

  private static void write(byte[] text, int from, int digits, int number) {
    int rest = number;
    for (int i = from + digits - 1; i >= from; i--) {
      text[i] = (byte) ('0' + rest % 10);
      rest /= 10;
    }
  }

  private static void addShared(Headers headers, String name, @Nullable String value) {
    if (value == null) {
      return;
    }
    Shared shared = new Shared(name, value);
    Header header = KEPT.get(shared);
    if (header == null) {
      header = new RecordHeader(name, value.getBytes(UTF_8));
      if (KEPT.size() < MOST_KEPT) {
        KEPT.put(shared, header);
      }
    }
    headers.add(header);
  }

  private static void add(Headers headers, String name, @Nullable String value) {
    if (value != null) {
      headers.add(name, value.getBytes(UTF_8));
    }
  }
}
