package dev.outbox.notification;

import dev.outbox.events.notification.NotificationSent.Kind;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.springframework.dao.DuplicateKeyException;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/** Messages in MySQL. */
@Repository
class NotificationTable {

  private final JdbcClient jdbc;

  NotificationTable(JdbcClient jdbc) {
    this.jdbc = jdbc;
  }

  /** Stores a message; false if the order has one of that kind already. */
  boolean insert(Notification notification) {
    try {
      jdbc.sql(
              """
              INSERT INTO notification
                (id, order_id, kind, recipient, subject, body, status, created_at)
              VALUES (?, ?, ?, ?, ?, ?, ?, ?)
              """)
          .params(
              notification.notificationId().toString(),
              notification.orderId().toString(),
              notification.kind().name(),
              notification.recipient(),
              notification.subject(),
              notification.body(),
              notification.status().name(),
              Timestamp.from(notification.createdAt()))
          .update();
      return true;
    } catch (DuplicateKeyException e) {
      return false;
    }
  }

  List<Notification> ofOrder(UUID orderId, int limit) {
    return jdbc.sql("SELECT * FROM notification WHERE order_id = ? ORDER BY created_at, id LIMIT ?")
        .params(orderId.toString(), limit)
        .query((row, number) -> notification(row))
        .list();
  }

  /** The oldest messages that are not delivered yet. */
  List<UUID> pending(int limit) {
    return jdbc.sql(
            "SELECT id FROM notification WHERE status = 'PENDING' ORDER BY created_at LIMIT ?")
        .param(limit)
        .query((row, number) -> UUID.fromString(row.getString("id")))
        .list();
  }

  /** Locks a message that is not delivered yet; empty if it is, or if somebody else delivers it. */
  Optional<Notification> lockPending(UUID id) {
    return jdbc.sql(
            "SELECT * FROM notification WHERE id = ? AND status = 'PENDING' FOR UPDATE SKIP LOCKED")
        .param(id.toString())
        .query((row, number) -> notification(row))
        .optional();
  }

  void markSent(UUID id, Instant sentAt) {
    jdbc.sql("UPDATE notification SET status = 'SENT', sent_at = ? WHERE id = ?")
        .params(Timestamp.from(sentAt), id.toString())
        .update();
  }

  private static Notification notification(ResultSet row) throws SQLException {
    Timestamp sentAt = row.getTimestamp("sent_at");
    return new Notification(
        UUID.fromString(row.getString("id")),
        UUID.fromString(row.getString("order_id")),
        Kind.valueOf(row.getString("kind")),
        row.getString("recipient"),
        row.getString("subject"),
        row.getString("body"),
        Notification.Status.valueOf(row.getString("status")),
        row.getTimestamp("created_at").toInstant(),
        sentAt == null ? null : sentAt.toInstant());
  }
}
