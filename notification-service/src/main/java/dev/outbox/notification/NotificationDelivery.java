package dev.outbox.notification;

import dev.outbox.events.notification.NotificationSent;
import dev.outbox.starter.outbox.Outbox;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.UUID;
import org.slf4j.MDC;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/**
 * Delivers one message and records that with the event that tells of it. A crash between the two
 * delivers the message again: at least once is the best that a channel without transactions allows.
 */
@Component
class NotificationDelivery {

  private final NotificationTable table;
  private final MessageSender sender;
  private final Outbox outbox;
  private final Clock clock;

  NotificationDelivery(NotificationTable table, MessageSender sender, Outbox outbox, Clock clock) {
    this.table = table;
    this.sender = sender;
    this.outbox = outbox;
    this.clock = clock;
  }

  /** Delivers a message unless it is delivered, or being delivered, already. */
  @Transactional
  void deliver(UUID notificationId) {
    table
        .lockPending(notificationId)
        .ifPresent(
            notification -> {
              Instant now = clock.instant().truncatedTo(ChronoUnit.MICROS);
              table.markSent(notificationId, now);
              UUID event =
                  outbox.append(
                      new NotificationSent(
                          notification.orderId(),
                          notificationId,
                          notification.kind(),
                          notification.recipient(),
                          now));
              send(notification, event);
            });
  }

  /** Last, since it cannot be taken back; what the channel logs carries the event's id. */
  private void send(Notification notification, UUID event) {
    MDC.put("eventId", event.toString());
    try {
      sender.send(notification);
    } finally {
      MDC.remove("eventId");
    }
  }
}
