package dev.outbox.notification;

import dev.outbox.events.notification.NotificationSent.Kind;
import java.time.Instant;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A message to a customer about how an order ended.
 *
 * @param eventId the event that asked for it
 * @param createdAt when it was stored; the date of the mail, too
 * @param sentAt when the mail server took it; null unless it is {@code SENT}
 * @param attempts how many attempts to send it have failed
 * @param nextAttemptAt when it is due; while it is being sent: until when nobody else may send it.
 *     Null unless it is {@code PENDING}
 * @param failure why it has not been sent yet, or was given up; null if nothing has failed
 * @param trace the trace that asked for it, which sending it belongs to
 */
record Notification(
    UUID notificationId,
    String eventId,
    UUID orderId,
    Kind kind,
    String recipient,
    String subject,
    String body,
    Status status,
    Instant createdAt,
    @Nullable Instant sentAt,
    int attempts,
    @Nullable Instant nextAttemptAt,
    @Nullable String failure,
    Map<String, String> trace) {

  /** The same, left to one instance until then. */
  Notification claimedUntil(Instant end) {
    return new Notification(
        notificationId,
        eventId,
        orderId,
        kind,
        recipient,
        subject,
        body,
        status,
        createdAt,
        sentAt,
        attempts,
        end,
        failure,
        trace);
  }

  /** How far a message is. */
  enum Status {
    /** Stored, not sent yet. */
    PENDING,
    /** Taken by the mail server. */
    SENT,
    /** Given up. */
    FAILED
  }
}
