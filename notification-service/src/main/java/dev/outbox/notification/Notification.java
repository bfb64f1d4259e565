package dev.outbox.notification;

import dev.outbox.events.notification.NotificationSent.Kind;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A message to a customer about how an order ended.
 *
 * @param sentAt when it was delivered; null while it is {@code PENDING}
 */
record Notification(
    UUID notificationId,
    UUID orderId,
    Kind kind,
    String recipient,
    String subject,
    String body,
    Status status,
    Instant createdAt,
    @Nullable Instant sentAt) {

  /** How far a message is. */
  enum Status {
    /** Stored, not delivered yet. */
    PENDING,
    /** Delivered. */
    SENT
  }
}
