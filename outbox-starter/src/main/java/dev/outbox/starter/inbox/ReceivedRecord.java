package dev.outbox.starter.inbox;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.HexFormat;
import java.util.Map;
import org.apache.kafka.common.utils.Utils;
import org.jspecify.annotations.Nullable;
import org.springframework.util.DigestUtils;

/**
 * A record as Kafka delivered it, now or before it was parked.
 *
 * @param topic where it came from
 * @param partition of the topic
 * @param offset its place in the partition
 * @param timestamp Kafka's, in milliseconds
 * @param key null if it has none
 * @param headers as texts
 * @param value null if it has none
 */
@SuppressWarnings("ArrayRecordComponent") // compared by nobody
record ReceivedRecord(
    String topic,
    int partition,
    long offset,
    long timestamp,
    byte @Nullable [] key,
    Map<String, String> headers,
    byte @Nullable [] value) {

  private static final int LONGEST_ID = 64;
  private static final int LONGEST_KEY = 255;

  /** The CloudEvents type; null if it is no CloudEvent. */
  @Nullable String type() {
    return headers.get("ce_type");
  }

  /** The CloudEvents source; null if it has none. */
  @Nullable String source() {
    return headers.get("ce_source");
  }

  /** Returns a digest of source and type: two events of one id that differ in it are not one. */
  long origin() {
    byte[] digest =
        DigestUtils.md5Digest((source() + "\n" + type()).getBytes(StandardCharsets.UTF_8));
    return ByteBuffer.wrap(digest).getLong();
  }

  /** Where it came from, for people: {@code order-events-3@42}. */
  String place() {
    return partitionName() + "@" + offset;
  }

  /** {@code order-events-3}. */
  String partitionName() {
    return topic + "-" + partition;
  }

  /** What is wrong with its CloudEvents id; null if nothing is. */
  @Nullable String idProblem() {
    String id = headers.get("ce_id");
    if (id == null) {
      return "it has no ce_id";
    }
    boolean fits =
        !id.isEmpty() && id.length() <= LONGEST_ID && id.chars().allMatch(c -> c > ' ' && c < 127);
    return fits ? null : "its ce_id must have 1 to 64 ASCII characters, was '%s'".formatted(id);
  }

  /** The CloudEvents id; if that will not do, one that follows from where and when it came. */
  String id() {
    String id = headers.get("ce_id");
    if (id != null && idProblem() == null) {
      return id;
    }
    return "record-" + md5((place() + " " + timestamp).getBytes(StandardCharsets.UTF_8));
  }

  /**
   * What its order hangs on: the key as text, or a digest where it is no text of 1 to 255
   * characters. Without a key it has no order to keep, so it stands for itself.
   */
  String orderKey() {
    if (key == null) {
      return id();
    }
    String text = strictText(key);
    return text == null || text.isEmpty() || text.length() > LONGEST_KEY ? "key-" + md5(key) : text;
  }

  EventMetadata metadata() {
    return new EventMetadata(
        id(),
        String.valueOf(type()),
        source(),
        time(headers.get("ce_time")),
        key == null ? null : Utils.utf8(key),
        topic,
        partition,
        offset);
  }

  private static @Nullable String strictText(byte[] bytes) {
    try {
      return StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
    } catch (CharacterCodingException e) {
      return null;
    }
  }

  /** Tells things apart; nobody has to be kept from forging it. */
  private static String md5(byte[] bytes) {
    return HexFormat.of().formatHex(DigestUtils.md5Digest(bytes));
  }

  private static @Nullable Instant time(@Nullable String text) {
    try {
      return text == null ? null : Instant.parse(text);
    } catch (DateTimeParseException e) {
      return null;
    }
  }
}
