package dev.outbox.relay.outbox;

import java.time.Instant;
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
 * @param createdAt when the row was written, by the database's clock
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
    Instant createdAt) {

  /** The topic that the event belongs on. */
  public String topic() {
    return aggregateType + "-events";
  }

  /** Names the event in messages; without payload, which may be confidential. */
  @Override
  public String toString() {
    return "event %s (%s of %s, position %s)"
        .formatted(id, type, aggregateId, Long.toUnsignedString(position));
  }
}
