package dev.outbox.events.producer;

import org.jspecify.annotations.Nullable;

/** A row of {@code outbox_event}. */
record WrittenEvent(
    String id,
    String aggregateType,
    String aggregateId,
    String type,
    String payload,
    @Nullable String dataschema,
    @Nullable String traceparent,
    @Nullable String tracestate) {

  /** In which row something is wrong. */
  @Override
  public String toString() {
    return "%s, id %s, key '%s'".formatted(type, id, aggregateId);
  }
}
