package dev.outbox.notification;

import dev.outbox.events.notification.NotificationSent.Kind;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.sql.Types;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
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

  /**
   * Stores a message, due at once, as of now by MySQL's clock; false if the order has one of that
   * kind already.
   */
  boolean insert(
      UUID id,
      String eventId,
      UUID orderId,
      Kind kind,
      String recipient,
      String subject,
      String body,
      Map<String, String> trace) {
    try {
      jdbc.sql(
              """
              INSERT INTO notification
                (id, event_id, order_id, kind, recipient, subject, body, status, created_at,
                 traceparent, tracestate)
              VALUES (?, ?, ?, ?, ?, ?, ?, 'PENDING', CURRENT_TIMESTAMP(6), ?, ?)
              """)
          .params(id.toString(), eventId, orderId.toString(), kind.name(), recipient, subject, body)
          .param(8, trace.get("traceparent"), Types.CHAR)
          .param(9, trace.get("tracestate"), Types.VARCHAR)
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

  static Notification notification(ResultSet row) throws SQLException {
    return new Notification(
        UUID.fromString(row.getString("id")),
        row.getString("event_id"),
        UUID.fromString(row.getString("order_id")),
        Kind.valueOf(row.getString("kind")),
        row.getString("recipient"),
        row.getString("subject"),
        row.getString("body"),
        Notification.Status.valueOf(row.getString("status")),
        row.getTimestamp("created_at").toInstant(),
        instant(row.getTimestamp("sent_at")),
        row.getInt("attempts"),
        instant(row.getTimestamp("next_attempt_at")),
        row.getString("failure"),
        trace(row.getString("traceparent"), row.getString("tracestate")));
  }

  private static Map<String, String> trace(@Nullable String parent, @Nullable String state) {
    if (parent == null) {
      return Map.of();
    }
    return state == null
        ? Map.of("traceparent", parent)
        : Map.of("traceparent", parent, "tracestate", state);
  }

  private static @Nullable Instant instant(@Nullable Timestamp timestamp) {
    return timestamp == null ? null : timestamp.toInstant();
  }
}
