package dev.outbox.notification;

import java.sql.Timestamp;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/**
 * Who sends which message when, in MySQL. A message is claimed by putting off the time when it is
 * due: that is the end of the lease, and by it the claim is known. All times are MySQL's, so that
 * instances whose clocks differ agree.
 */
@Repository
class DeliveryTable {

  private final JdbcClient jdbc;

  DeliveryTable(JdbcClient jdbc) {
    this.jdbc = jdbc;
  }

  /**
   * Claims messages that are due, the oldest first; those of an order one after the other. Needs a
   * transaction: two that do this at the same time do not wait for each other.
   */
  List<Notification> claim(int limit, Duration lease) {
    List<Notification> due =
        jdbc.sql(
                """
                SELECT * FROM notification
                WHERE status = 'PENDING' AND next_attempt_at <= CURRENT_TIMESTAMP(6)
                  AND NOT EXISTS (
                    SELECT 1 FROM notification earlier
                    WHERE earlier.order_id = notification.order_id AND earlier.status = 'PENDING'
                      AND earlier.created_at < notification.created_at)
                ORDER BY next_attempt_at LIMIT ?
                FOR UPDATE OF notification SKIP LOCKED
                """)
            .param(limit)
            .query((row, number) -> NotificationTable.notification(row))
            .list();
    if (due.isEmpty()) {
      return due;
    }
    List<String> ids = due.stream().map(n -> n.notificationId().toString()).toList();
    jdbc.sql(
            """
            UPDATE notification SET next_attempt_at = CURRENT_TIMESTAMP(6) + INTERVAL :lease MICROSECOND
            WHERE id IN (:ids)
            """)
        .param("lease", micros(lease))
        .param("ids", ids)
        .update();
    Instant end =
        jdbc.sql("SELECT next_attempt_at FROM notification WHERE id = ?")
            .param(ids.get(0))
            .query(Timestamp.class)
            .single()
            .toInstant();
    return due.stream().map(notification -> notification.claimedUntil(end)).toList();
  }

  /** The time by MySQL's clock. */
  Instant now() {
    return jdbc.sql("SELECT CURRENT_TIMESTAMP(6)").query(Timestamp.class).single().toInstant();
  }

  /** Records that a message was sent; false if that was recorded, or it was given up, already. */
  boolean sent(Notification claimed, Instant sentAt) {
    return jdbc.sql(
                """
                UPDATE notification
                SET status = 'SENT', sent_at = ?, next_attempt_at = NULL, failure = NULL
                WHERE id = ? AND status = 'PENDING'
                """)
            .params(Timestamp.from(sentAt), claimed.notificationId().toString())
            .update()
        == 1;
  }

  /** Gives a message up; false if the claim has lapsed. */
  boolean giveUp(Notification claimed, int attempts, String failure) {
    return jdbc.sql(
                """
                UPDATE notification
                SET status = 'FAILED', attempts = ?, next_attempt_at = NULL, failure = ?
                WHERE id = ? AND status = 'PENDING' AND next_attempt_at = ?
                """)
            .params(attempts, failure, claimed.notificationId().toString(), lease(claimed))
            .update()
        == 1;
  }

  /** Records a failed attempt and when the next one is due; nothing if the claim has lapsed. */
  void retryAfter(Notification claimed, int attempts, String failure, Duration delay) {
    jdbc.sql(
            """
            UPDATE notification
            SET attempts = ?, failure = ?,
                next_attempt_at = CURRENT_TIMESTAMP(6) + INTERVAL ? MICROSECOND
            WHERE id = ? AND status = 'PENDING' AND next_attempt_at = ?
            """)
        .params(
            attempts, failure, micros(delay), claimed.notificationId().toString(), lease(claimed))
        .update();
  }

  /**
   * Gives a claim back, so that the message is due at once; nothing if it has lapsed.
   *
   * @param failure why it could not be tried; null leaves what was written before
   */
  void release(Notification claimed, @Nullable String failure) {
    jdbc.sql(
            """
            UPDATE notification
            SET failure = COALESCE(:failure, failure), next_attempt_at = CURRENT_TIMESTAMP(6)
            WHERE id = :id AND status = 'PENDING' AND next_attempt_at = :lease
            """)
        .param("failure", failure)
        .param("id", claimed.notificationId().toString())
        .param("lease", lease(claimed))
        .update();
  }

  /** How many messages wait, and for how long the oldest has. */
  Backlog backlog() {
    return jdbc.sql(
            """
            SELECT COUNT(*), COALESCE(TIMESTAMPDIFF(MICROSECOND, MIN(created_at), CURRENT_TIMESTAMP(6)), 0)
            FROM notification WHERE status = 'PENDING'
            """)
        .query((row, number) -> new Backlog(row.getLong(1), Math.max(0, row.getLong(2)) / 1e6))
        .single();
  }

  /** Messages that are neither sent nor given up. */
  record Backlog(long pending, double oldestSeconds) {}

  private static Timestamp lease(Notification claimed) {
    return Timestamp.from(Objects.requireNonNull(claimed.nextAttemptAt()));
  }

  private static long micros(Duration duration) {
    return duration.toNanos() / 1_000;
  }
}
