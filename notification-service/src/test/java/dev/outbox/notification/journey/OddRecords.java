package dev.outbox.notification.journey;

import static java.nio.charset.StandardCharsets.UTF_16;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Random;
import java.util.stream.Stream;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.jspecify.annotations.Nullable;

/** Records on {@code order-events} that no service of ours writes. */
final class OddRecords {

  private static final byte[] NO_UTF_8 = {(byte) 0xc3, (byte) 0x28, (byte) 0xff};

  private OddRecords() {}

  /** An event that is as it should be, to be made odd. */
  static Odd event(String type, String eventId) {
    Map<String, byte @Nullable []> headers = new LinkedHashMap<>();
    headers.put("ce_specversion", "1.0".getBytes(UTF_8));
    headers.put("ce_id", eventId.getBytes(UTF_8));
    headers.put("ce_type", ("dev.outbox." + type + ".v1").getBytes(UTF_8));
    headers.put("ce_source", "/order-service".getBytes(UTF_8));
    headers.put("ce_time", "2026-11-23T09:30:00Z".getBytes(UTF_8));
    return new Odd(type, null, headers, "{}".getBytes(UTF_8));
  }

  private static Odd odd(String what) {
    Odd event = event("order.OrderConfirmed", "odd");
    return new Odd(what, null, event.headers(), event.value());
  }

  static Stream<Odd> all() {
    return Stream.of(
        odd("no headers at all").withoutHeaders(),
        odd("header without a value").header("ce_id", null),
        odd("header that is no UTF-8").header("ce_type", NO_UTF_8),
        odd("source that is no UTF-8").header("ce_source", NO_UTF_8),
        odd("time that is no UTF-8").header("ce_time", NO_UTF_8),
        odd("unknown header that is no UTF-8").header("x", NO_UTF_8),
        odd("huge header").header("x", new byte[700_000]),
        odd("huge id").header("ce_id", new byte[700_000]),
        odd("id of control characters").header("ce_id", new byte[255]),
        odd("id that ends a line").header("ce_id", "a\nb".getBytes(UTF_8)),
        odd("id of C1 characters").header("ce_id", "a\u0085b".getBytes(UTF_8)),
        odd("type of 255 quotes").header("ce_type", "\"".repeat(255).getBytes(UTF_8)),
        odd("type of supplementary characters").header("ce_type", "😀".repeat(60).getBytes(UTF_8)),
        odd("type that ends a line").header("ce_type", "a\r\nb".getBytes(UTF_8)),
        odd("empty key").key(new byte[0]),
        odd("no key").key(null),
        odd("key that is no UTF-8").key(NO_UTF_8),
        odd("key that is no UUID").key("apple".getBytes(UTF_8)),
        odd("short UUID as a key").key("1-1-1-1-1".getBytes(UTF_8)),
        odd("long UUID as a key").key("1234567890-1-1-1-1".getBytes(UTF_8)),
        odd("huge key").key(new byte[800_000]),
        odd("no value").value(null),
        odd("empty value").value(new byte[0]),
        odd("value of zeros").value(new byte[16]),
        odd("huge value").value(" ".repeat(900_000).getBytes(UTF_8)),
        odd("huge value that is JSON").json("{\"a\":\"" + "x".repeat(900_000) + "\"}"),
        odd("value that is no UTF-8").value(NO_UTF_8),
        odd("value in UTF-16").value("{}".getBytes(UTF_16)),
        odd("broken UTF-32").value(new byte[] {0, 0, (byte) 0xfe, (byte) 0xff, 127, 1, 2, 3}),
        odd("unfinished JSON").json("{\"a\":"),
        odd("two values").json("{} {}"),
        odd("a text").json("\"{}\""),
        odd("a number").json("1e999999999"),
        odd("null").json("null"),
        odd("number out of range").json("{\"a\":1e999999999,\"b\":" + "9".repeat(900) + "}"),
        odd("number that is too long").json("{\"a\":" + "9".repeat(100_000) + "}"),
        odd("deep JSON").json("{\"a\":".repeat(20_000)),
        odd("long name").json("{\"" + "n".repeat(60_000) + "\":1}"),
        odd("the same name twice").json("{\"kind\":\"a\",\"kind\":\"b\"}"),
        odd("order id that is a number").json("{\"orderId\":1}"),
        odd("order id that is an object").json("{\"orderId\":{\"a\":1}}"),
        odd("order id that is a list").json("{\"orderId\":[1]}"),
        odd("order id that is null").json("{\"orderId\":null}"),
        odd("reason that is a number").json("{\"reason\":5}"),
        odd("reason that is an object").json("{\"reason\":{}}"),
        odd("half a surrogate pair").json("{\"reason\":\"a\\ud83dz\"}"),
        odd("half a surrogate pair first").json("{\"kind\":\"\\udc00\"}"),
        odd("half a surrogate pair last").json("{\"kind\":\"a\\ud83d\"}"),
        odd("reason of control characters").json("{\"reason\":\"" + "\\u0000".repeat(255) + "\"}"));
  }

  /** Parts of it are any bytes; it is never an event. */
  static Odd random(Random random) {
    Odd odd = odd("random");
    for (String name : odd.headers().keySet()) {
      if (random.nextInt(4) == 0) {
        odd = odd.header(name, bytes(random, 40));
      }
    }
    if (random.nextInt(4) == 0) {
      odd = odd.key(bytes(random, 40));
    }
    return odd.value(bytes(random, 200));
  }

  private static byte[] bytes(Random random, int most) {
    byte[] bytes = new byte[random.nextInt(most)];
    random.nextBytes(bytes);
    return bytes;
  }

  /**
   * A record.
   *
   * @param what what is odd about it
   * @param key its key; null if that is the order's id
   */
  record Odd(
      String what,
      byte @Nullable [] @Nullable [] key,
      Map<String, byte @Nullable []> headers,
      byte @Nullable [] value) {

    Odd key(byte @Nullable [] changed) {
      return new Odd(what, new byte[][] {changed}, headers, value);
    }

    Odd value(byte @Nullable [] changed) {
      return new Odd(what, key, headers, changed);
    }

    Odd json(String changed) {
      return value(changed.getBytes(UTF_8));
    }

    Odd time(String time) {
      return header("ce_time", time.getBytes(UTF_8));
    }

    Odd header(String name, byte @Nullable [] changed) {
      Map<String, byte @Nullable []> all = new LinkedHashMap<>(headers);
      all.put(name, changed);
      return new Odd(what, key, all, value);
    }

    Odd withoutHeaders() {
      return new Odd(what, key, Map.of(), value);
    }

    void send(JourneyDriver driver, String order) {
      driver.bytes("order-events", keyOf(order), kafkaHeaders(), value, driver.now());
    }

    /** The same for a producer. */
    ProducerRecord<byte[], byte[]> record(String order, @Nullable Instant published) {
      return new ProducerRecord<>(
          "order-events",
          null,
          published == null ? null : published.toEpochMilli(),
          keyOf(order),
          value,
          kafkaHeaders());
    }

    private byte @Nullable [] keyOf(String order) {
      return key == null ? order.getBytes(UTF_8) : key[0];
    }

    private Headers kafkaHeaders() {
      Headers all = new RecordHeaders();
      headers.forEach(all::add);
      return all;
    }

    @Override
    public String toString() {
      return what;
    }
  }
}
