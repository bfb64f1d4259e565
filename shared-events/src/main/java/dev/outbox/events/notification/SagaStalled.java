package dev.outbox.events.notification;

import static dev.outbox.events.Checks.required;
import static dev.outbox.events.Checks.text;

import dev.outbox.events.Event;
import dev.outbox.events.EventType;
import java.time.Instant;
import java.util.UUID;

/**
 * An order's saga has not moved for longer than it should. Told once for each step that it stops
 * at; nothing tells that it moves again but its next event.
 *
 * @param orderId the order; the key too
 * @param state what is known of the order: PENDING, CONFIRMED, REJECTED or CANCELLED
 * @param lastEventId the id of the event after which nothing came
 * @param lastEventType its type
 * @param lastEventAt when that event was written
 * @param stalledAt when it was found that nothing came
 */
@EventType(
    value = "dev.outbox.notification.SagaStalled.v1",
    aggregate = "notification",
    schema = "https://outbox.example/schemas/dev.outbox.notification.SagaStalled.v1.json")
public record SagaStalled(
    UUID orderId,
    String state,
    String lastEventId,
    String lastEventType,
    Instant lastEventAt,
    Instant stalledAt)
    implements Event {

  /** Checks the fields. */
  public SagaStalled {
    required(orderId, "orderId");
    text(state, "state");
    text(lastEventId, "lastEventId");
    text(lastEventType, "lastEventType");
    required(lastEventAt, "lastEventAt");
    required(stalledAt, "stalledAt");
  }

  @Override
  public String aggregateId() {
    return orderId.toString();
  }
}
