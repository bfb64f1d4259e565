package dev.outbox.notification;

import dev.outbox.notification.Attempt.Outcome;
import dev.outbox.notification.DeliveryRecords.Tried;
import dev.outbox.starter.outbox.TraceContext;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.springframework.dao.DataAccessException;
import org.springframework.stereotype.Component;
import org.springframework.transaction.TransactionException;

/**
 * Sends messages that are due: claims some, sends them over one connection, and records how that
 * went, often enough that a crash makes few be sent twice. Thread-safe.
 */
@Component
class Delivery {

  /** What was sent is recorded after so long at the latest, and the message in hand. */
  private static final long UNRECORDED_NANOS = Duration.ofMillis(100).toNanos();

  private static final Duration PAUSE = Duration.ofSeconds(1);

  private final DeliveryRecords records;
  private final DeliveryProperties properties;
  private final MailServer server;
  private final DeliveryMetrics metrics;
  private final TraceContext trace;

  Delivery(
      DeliveryRecords records,
      DeliveryProperties properties,
      MailServer server,
      DeliveryMetrics metrics,
      TraceContext trace) {
    this.records = records;
    this.properties = properties;
    this.server = server;
    this.metrics = metrics;
    this.trace = trace;
  }

  /** How a round went. */
  enum Round {
    /** There may be more to send. */
    MORE,
    /** Nothing else is due. */
    IDLE,
    /** The mail server takes no messages. */
    UNAVAILABLE
  }

  /**
   * Claims and sends messages.
   *
   * @param stop asked before each message
   * @throws RuntimeException if the database cannot be used; messages stay claimed until their
   *     lease ends
   */
  Round send(SmtpConnection connection, StopSignal stop) {
    long start = System.nanoTime();
    List<Notification> claimed = records.claim();
    List<Tried> tried = new ArrayList<>();
    long recorded = start;
    for (int i = 0; i < claimed.size(); i++) {
      if (stop.isSet() || isLate(start)) {
        record(tried, start, stop);
        records.release(claimed.subList(i, claimed.size()), null);
        return Round.MORE;
      }
      Attempt attempt = send(connection, claimed.get(i));
      if (attempt.outcome() == Outcome.UNAVAILABLE) {
        server.isAway(attempt.reason());
        record(tried, start, stop);
        records.release(claimed.subList(i, claimed.size()), attempt.reason());
        return Round.UNAVAILABLE;
      }
      server.answers();
      tried.add(new Tried(claimed.get(i), attempt));
      if (System.nanoTime() - recorded > UNRECORDED_NANOS) {
        record(tried, start, stop);
        recorded = System.nanoTime();
      }
    }
    record(tried, start, stop);
    return claimed.size() < properties.batch() ? Round.IDLE : Round.MORE;
  }

  private Attempt send(SmtpConnection connection, Notification notification) {
    return trace.call("send message", notification.trace(), () -> connection.send(notification));
  }

  /** What is begun late in the lease might be sent by another instance, too. */
  private boolean isLate(long start) {
    return System.nanoTime() - start > properties.lease().toNanos() / 2;
  }

  /** While the database does not answer, it tries for as long as nobody else sends the same. */
  private void record(List<Tried> tried, long start, StopSignal stop) {
    while (!tried.isEmpty()) {
      try {
        records.record(List.copyOf(tried)).forEach(metrics::count);
        tried.clear();
      } catch (DataAccessException | TransactionException e) {
        if (isLate(start) || stop.await(PAUSE)) {
          throw e;
        }
      }
    }
  }
}
