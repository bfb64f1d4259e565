package dev.outbox.starter.outbox;

import org.springframework.util.unit.DataSize;

/** An event's JSON is larger than the outbox takes. */
public final class EventTooLargeException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  EventTooLargeException(String type, String aggregateId, long bytes, DataSize limit) {
    super(
        "%s of %s has %d bytes, more than the %d that outbox.max-payload-size allows: make the event smaller, or raise the limit here and at the broker"
            .formatted(type, aggregateId, bytes, limit.toBytes()));
  }
}
