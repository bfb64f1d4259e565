package dev.outbox.events.notification;

import static dev.outbox.events.Checks.required;
import static dev.outbox.events.Checks.text;

import dev.outbox.events.Event;
import dev.outbox.events.EventType;
import java.time.Instant;
import java.util.UUID;

/**
 * A message has been delivered to a customer.
 *
 * @param orderId the order that the message is about; the key too
 * @param notificationId the message
 * @param kind what the message says
 * @param recipient where it went
 * @param sentAt when it was delivered
 */
@EventType(
    value = "dev.outbox.notification.NotificationSent.v1",
    aggregate = "notification",
    schema = "https://outbox.example/schemas/dev.outbox.notification.NotificationSent.v1.json")
public record NotificationSent(
    UUID orderId, UUID notificationId, Kind kind, String recipient, Instant sentAt)
    implements Event {

  /** Checks the fields. */
  public NotificationSent {
    required(orderId, "orderId");
    required(notificationId, "notificationId");
    required(kind, "kind");
    text(recipient, "recipient");
    required(sentAt, "sentAt");
  }

  @Override
  public String aggregateId() {
    return orderId.toString();
  }

  /** What a message says. */
  public enum Kind {
    /** The order will be delivered. */
    ORDER_CONFIRMED,
    /** The order cannot be fulfilled. */
    ORDER_REJECTED,
    /** The order was called off. */
    ORDER_CANCELLED
  }
}
