package dev.outbox.relay.outbox;

import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * One row of an outbox: an event that Kafka may not have yet.
 *
 * @param position the row's place in its table
 * @param id the event's id, the CloudEvents id
 * @param aggregateType chooses the topic
 * @param aggregateId the key: events of one key stay in order
 * @param type the CloudEvents type
 * @param payload the value, as UTF-8, byte for byte as it was written; not to be changed
 * @param dataSchema the CloudEvents dataschema, or null
 * @param traceParent the writer's W3C trace context, or null
 * @param traceState what belongs to it, or null
 * @param createdMicros when the row was written, by the database's clock, in microseconds since
 *     1970
 * @param committedMicros when it was committed, as far as the source knows, else when it was
 *     written
 * @param fault why it can never be published as it is, and what to do; null if it may be
 */
@SuppressWarnings("ArrayRecordComponent") // Copied once per event otherwise; never compared.
public record OutboxEvent(
    long position,
    String id,
    String aggregateType,
    String aggregateId,
    String type,
    byte[] payload,
    @Nullable String dataSchema,
    @Nullable String traceParent,
    @Nullable String traceState,
    long createdMicros,
    long committedMicros,
    @Nullable String fault) {

  /** Roughly what an event takes in memory besides its payload, in bytes. */
  private static final int OVERHEAD = 700;

  private static final byte[] NOTHING = {};

  /** An event without a fault. */
  public OutboxEvent(
      long position,
      String id,
      String aggregateType,
      String aggregateId,
      String type,
      byte[] payload,
      @Nullable String dataSchema,
      @Nullable String traceParent,
      @Nullable String traceState,
      long createdMicros,
      long committedMicros) {
    this(
        position,
        id,
        aggregateType,
        aggregateId,
        type,
        payload,
        dataSchema,
        traceParent,
        traceState,
        createdMicros,
        committedMicros,
        null);
  }

  /** Returns an event of a row that may have NULL where an event needs something. */
  public static OutboxEvent of(
      long position,
      String id,
      @Nullable String aggregateType,
      String aggregateId,
      @Nullable String type,
      byte @Nullable [] payload,
      @Nullable String dataSchema,
      @Nullable String traceParent,
      @Nullable String traceState,
      long createdMicros,
      long committedMicros) {
    return new OutboxEvent(
        position,
        id,
        aggregateType == null ? "" : aggregateType,
        aggregateId,
        type == null ? "" : type,
        payload == null ? NOTHING : payload,
        dataSchema,
        traceParent,
        traceState,
        createdMicros,
        committedMicros,
        fault(aggregateType, type, payload));
  }

  private static @Nullable String fault(
      @Nullable String aggregateType, @Nullable String type, byte @Nullable [] payload) {
    String column =
        aggregateType == null
            ? "aggregatetype"
            : type == null ? "type" : payload == null ? "payload" : null;
    return column == null
        ? null
        : ("Column %1$s of the row is NULL, and an event needs it: discard the event, or UPDATE the"
                + " row and release the key; make the column NOT NULL again")
            .formatted(column);
  }

  /** The topic that the event belongs on. */
  public String topic() {
    return aggregateType + "-events";
  }

  /** Roughly how much memory it takes, in bytes. */
  public int weight() {
    return OVERHEAD + payload.length;
  }

  /**
   * The id as a number.
   *
   * @return null if it is not a UUID in its usual form, in lower case
   */
  public @Nullable UUID uuid() {
    return uuid(id);
  }

  /** The same for any id. */
  public static @Nullable UUID uuid(String id) {
    try {
      UUID uuid = UUID.fromString(id);
      return uuid.toString().equals(id) ? uuid : null;
    } catch (IllegalArgumentException e) {
      return null;
    }
  }

  /** What names the event, for those who keep many in mind. */
  public OutboxEvent withoutPayload() {
    return new OutboxEvent(
        position,
        id,
        aggregateType,
        aggregateId,
        type,
        NOTHING,
        null,
        null,
        null,
        createdMicros,
        committedMicros,
        fault);
  }

  /** Names the event in messages; without payload, which may be confidential. */
  @Override
  public String toString() {
    return "event %s (%s of %s, position %s)"
        .formatted(id, type, aggregateId, Long.toUnsignedString(position));
  }
}
