package dev.outbox.notification;

import dev.outbox.events.notification.NotificationFailed;
import dev.outbox.events.notification.NotificationFailed.Reason;
import dev.outbox.events.notification.NotificationSent;
import dev.outbox.notification.Attempt.Outcome;
import dev.outbox.starter.outbox.Outbox;
import dev.outbox.starter.outbox.TraceContext;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.MDC;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/** Claims messages, and records what became of them with the events that tell of it. */
@Component
class DeliveryRecords {

  private static final Logger log = LoggerFactory.getLogger(DeliveryRecords.class);

  private final DeliveryTable table;
  private final Outbox outbox;
  private final DeliveryProperties properties;
  private final TraceContext trace;

  DeliveryRecords(
      DeliveryTable table, Outbox outbox, DeliveryProperties properties, TraceContext trace) {
    this.table = table;
    this.outbox = outbox;
    this.properties = properties;
    this.trace = trace;
  }

  /** A message and how it went. */
  record Tried(Notification notification, Attempt attempt) {}

  /** What became of it. */
  enum Result {
    /** Sent, and told so. */
    SENT,
    /** It will be tried again. */
    RETRIED,
    /** Given up, and told so. */
    FAILED,
    /** The lease had ended, and another instance has recorded what became of it, or will. */
    LAPSED
  }

  /** Takes messages that are due; until their lease ends nobody else does. */
  @Transactional
  List<Notification> claim() {
    return table.claim(properties.batch(), properties.lease());
  }

  /** Gives messages back that were not tried, and says why; they are due at once. */
  @Transactional
  void release(List<Notification> claimed, @Nullable String why) {
    claimed.forEach(notification -> table.release(notification, why));
  }

  /**
   * Records how messages went.
   *
   * @return what became of each
   */
  @Transactional
  List<Result> record(List<Tried> tried) {
    Instant now = table.now();
    return tried.stream()
        .map(
            one -> trace.call("record message", one.notification().trace(), () -> record(one, now)))
        .toList();
  }

  private Result record(Tried tried, Instant now) {
    Notification notification = tried.notification();
    MDC.put("eventId", notification.eventId());
    try {
      if (tried.attempt().outcome() == Outcome.SENT) {
        return sent(notification, now);
      }
      int attempts = notification.attempts() + 1;
      if (tried.attempt().outcome() == Outcome.REFUSED) {
        return failed(notification, Reason.REFUSED, attempts, tried.attempt().reason(), now);
      }
      if (attempts >= properties.retry().maxAttempts()) {
        return failed(
            notification, Reason.ATTEMPTS_EXHAUSTED, attempts, tried.attempt().reason(), now);
      }
      return retried(notification, attempts, tried.attempt().reason());
    } finally {
      MDC.remove("eventId");
    }
  }

  /** Also if the lease has ended meanwhile: sent is sent. */
  private Result sent(Notification notification, Instant now) {
    if (!table.sent(notification, now)) {
      log.warn(
          "order {}: message {} was sent, and had been sent or given up by another instance",
          notification.orderId(),
          notification.notificationId());
      return Result.LAPSED;
    }
    UUID event =
        outbox.append(
            new NotificationSent(
                notification.orderId(),
                notification.notificationId(),
                notification.kind(),
                notification.recipient(),
                now));
    log.atInfo()
        .addKeyValue("orderId", notification.orderId())
        .log(
            "order {}: message {} sent, wrote event {}",
            notification.orderId(),
            notification.notificationId(),
            event);
    return Result.SENT;
  }

  private Result failed(
      Notification notification, Reason reason, int attempts, String failure, Instant now) {
    if (!table.giveUp(notification, attempts, failure)) {
      return Result.LAPSED;
    }
    UUID event =
        outbox.append(
            new NotificationFailed(
                notification.orderId(),
                notification.notificationId(),
                notification.kind(),
                notification.recipient(),
                reason,
                attempts,
                now));
    log.atWarn()
        .addKeyValue("orderId", notification.orderId())
        .log(
            "order {}: message {} given up after {} attempts, wrote event {}: {}",
            notification.orderId(),
            notification.notificationId(),
            attempts,
            event,
            failure);
    return Result.FAILED;
  }

  private Result retried(Notification notification, int attempts, String failure) {
    Duration delay = properties.retry().delayAfter(attempts);
    table.retryAfter(notification, attempts, failure, delay);
    log.atInfo()
        .addKeyValue("orderId", notification.orderId())
        .log(
            "order {}: message {} is tried again in {}: {}",
            notification.orderId(),
            notification.notificationId(),
            delay,
            failure);
    return Result.RETRIED;
  }
}
