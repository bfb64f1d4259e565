package dev.outbox.events.notification;

import static dev.outbox.events.Checks.atLeast;
import static dev.outbox.events.Checks.required;
import static dev.outbox.events.Checks.text;

import dev.outbox.events.Event;
import dev.outbox.events.EventType;
import dev.outbox.events.notification.NotificationSent.Kind;
import java.time.Instant;
import java.util.UUID;

/**
 * A message to a customer could not be delivered, and is not tried any more.
 *
 * @param orderId the order that the message is about; the key too
 * @param notificationId the message
 * @param kind what the message says
 * @param recipient where it should have gone
 * @param reason why it was given up
 * @param attempts how often it was tried, at least once
 * @param failedAt when it was given up
 */
@EventType(
    value = "dev.outbox.notification.NotificationFailed.v1",
    aggregate = "notification",
    schema = "https://outbox.example/schemas/dev.outbox.notification.NotificationFailed.v1.json")
public record NotificationFailed(
    UUID orderId,
    UUID notificationId,
    Kind kind,
    String recipient,
    Reason reason,
    int attempts,
    Instant failedAt)
    implements Event {

  /** Checks the fields. */
  public NotificationFailed {
    required(orderId, "orderId");
    required(notificationId, "notificationId");
    required(kind, "kind");
    text(recipient, "recipient");
    required(reason, "reason");
    atLeast(attempts, 1, "attempts");
    required(failedAt, "failedAt");
  }

  @Override
  public String aggregateId() {
    return orderId.toString();
  }

  /** Why a message was given up. */
  public enum Reason {
    /** The address is none, or the mail server refused it or the message for good. */
    REFUSED,
    /** Every attempt failed. */
    ATTEMPTS_EXHAUSTED
  }
}
