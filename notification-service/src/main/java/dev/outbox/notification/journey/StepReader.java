package dev.outbox.notification.journey;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.UUID;
import java.util.regex.Pattern;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.streams.processor.api.Record;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * Reads CloudEvents in Kafka's binary mode. Of the payload only what all events of an order have in
 * common is looked at, so that types which are not known yet can be read too.
 */
final class StepReader {

  private static final JsonMapper JSON = new JsonMapper();
  private static final int LONGEST = 255;

  /** What CloudEvents does not allow in an attribute, and what ends a line. */
  private static final Pattern NOT_VISIBLE = Pattern.compile("[\\p{Cc}\\u2028\\u2029]");

  /** The time in CloudEvents is that of RFC 3339, which has four digits for the year. */
  private static final Pattern FOUR_DIGITS = Pattern.compile("[0-9]{4}-.*", Pattern.DOTALL);

  private StepReader() {}

  /**
   * The id of the order that an event is about.
   *
   * @throws UnreadableEventException if the record's key is no order id
   */
  static String orderId(Record<byte[], byte[]> record) {
    byte @Nullable [] key = record.key();
    if (key == null) {
      throw new UnreadableEventException("it has no key");
    }
    String text = text(key, "its key");
    if (!isUuid(text)) {
      throw new UnreadableEventException("its key is no order id: " + text);
    }
    return text;
  }

  /**
   * The step that an event is.
   *
   * @throws UnreadableEventException if a header is missing or breaks its format, or if the value
   *     is no JSON object about this order
   */
  static Step step(String orderId, Record<byte[], byte[]> record) {
    Headers headers = record.headers();
    String id = header(headers, "ce_id");
    String type = header(headers, "ce_type");
    String source = header(headers, "ce_source");
    String time = header(headers, "ce_time");
    JsonNode payload = payload(record.value());
    String about = payload.path("orderId").asString(orderId);
    if (!about.equals(orderId)) {
      throw new UnreadableEventException("its payload is about another order: " + about);
    }
    return new Step(id, type, source, instant(time), detail(payload));
  }

  private static Instant instant(String time) {
    try {
      if (FOUR_DIGITS.matcher(time).matches()) {
        return Instant.parse(time);
      }
    } catch (DateTimeParseException e) {
      // told below
    }
    throw new UnreadableEventException("its ce_time is no time: " + time);
  }

  private static JsonNode payload(byte @Nullable [] value) {
    if (value == null) {
      throw new UnreadableEventException("it has no value");
    }
    try {
      JsonNode payload = JSON.readTree(value);
      if (payload.isObject()) {
        return payload;
      }
    } catch (JacksonException e) {
      throw new UnreadableEventException("its value is no JSON: " + e.getOriginalMessage());
    }
    throw new UnreadableEventException("its value is no JSON object");
  }

  private static @Nullable String detail(JsonNode payload) {
    // A message that was given up has both, and which one it is counts.
    for (String field : new String[] {"kind", "reason"}) {
      JsonNode value = payload.path(field);
      if (value.isString() && value.asString().length() <= LONGEST) {
        return whole(value.asString(), field);
      }
    }
    return null;
  }

  /** Half a surrogate pair could be read, but not written again. */
  private static String whole(String text, String field) {
    if (!StandardCharsets.UTF_8.newEncoder().canEncode(text)) {
      throw new UnreadableEventException("its " + field + " has half a surrogate pair: " + text);
    }
    return text;
  }

  private static String header(Headers headers, String name) {
    Header header = headers.lastHeader(name);
    if (header == null || header.value() == null) {
      throw new UnreadableEventException("it has no " + name);
    }
    String text = text(header.value(), "its " + name);
    if (NOT_VISIBLE.matcher(text).find()) {
      throw new UnreadableEventException("its " + name + " has control characters: " + text);
    }
    return text;
  }

  private static String text(byte[] bytes, String what) {
    if (bytes.length == 0 || bytes.length > LONGEST) {
      throw new UnreadableEventException(
          "%s must have 1 to %d bytes, has %d".formatted(what, LONGEST, bytes.length));
    }
    try {
      return StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
    } catch (CharacterCodingException e) {
      throw new UnreadableEventException(what + " is no UTF-8");
    }
  }

  private static boolean isUuid(String text) {
    try {
      return UUID.fromString(text).toString().equals(text);
    } catch (IllegalArgumentException e) {
      return false;
    }
  }
}
