package dev.outbox.relay.polling;

import dev.outbox.relay.database.DatabaseProblem;
import dev.outbox.relay.database.DatabaseServer;
import dev.outbox.relay.outbox.Backlog;
import dev.outbox.relay.outbox.Batch;
import dev.outbox.relay.outbox.OutboxEvent;
import dev.outbox.relay.outbox.OutboxSource;
import dev.outbox.relay.outbox.Table;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.springframework.dao.DataAccessException;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * Reads the lowest rows of the table and deletes those that are published, by position and id.
 *
 * <p>There is no mark up to which rows count as read: positions are handed out before commit, so a
 * lower one can appear after a higher one was published. For the same reason nothing is deleted by
 * range.
 */
public final class PollingOutboxSource implements OutboxSource {

  /** A longer list would only be parsed more slowly. */
  private static final int DELETED_AT_ONCE = 1_000;

  /** The driver's word for: one row at a time, as they arrive. */
  private static final int STREAM = Integer.MIN_VALUE;

  private final DatabaseServer server;
  private final Table table;
  private final JdbcClient jdbc;
  private final ReadLimit limit;
  private final String select;
  private final String count;

  /** Reads {@code table} on {@code server}; touches neither yet. */
  public PollingOutboxSource(DatabaseServer server, Table table, PollingProperties properties) {
    this.server = server;
    this.table = table;
    this.jdbc = server.jdbc();
    this.limit = new ReadLimit(properties.batchSize(), properties.batchBytes().toBytes());
    this.select =
        """
        SELECT position, id, aggregatetype, aggregateid, type, payload, dataschema, traceparent,
               tracestate, CAST(UNIX_TIMESTAMP(created_at) * 1000000 AS SIGNED) AS created_micros
        FROM %s ORDER BY position LIMIT ?
        """
            .formatted(table.quoted());
    this.count =
        """
        SELECT (SELECT COUNT(*) FROM %1$s) AS events,
               (SELECT TIMESTAMPDIFF(MICROSECOND, created_at, CURRENT_TIMESTAMP(6))
                FROM %1$s ORDER BY position LIMIT 1) AS oldest_micros
        """
            .formatted(table.quoted());
  }

  @Override
  public Batch read() {
    try {
      return jdbc.sql(select).param(limit.rows()).withFetchSize(STREAM).query(this::batch);
    } catch (DataAccessException e) {
      throw DatabaseProblem.explain(e, server, table);
    }
  }

  @Override
  public void remove(List<OutboxEvent> published) {
    try {
      for (int from = 0; from < published.size(); from += DELETED_AT_ONCE) {
        int to = Math.min(from + DELETED_AT_ONCE, published.size());
        delete(published.subList(from, to));
      }
    } catch (DataAccessException e) {
      throw DatabaseProblem.explain(e, server, table);
    }
  }

  @Override
  public Backlog backlog() {
    try {
      return jdbc.sql(count)
          .query(
              (row, number) ->
                  new Backlog(
                      row.getLong("events"),
                      Duration.of(Math.max(0, row.getLong("oldest_micros")), ChronoUnit.MICROS)))
          .single();
    } catch (DataAccessException e) {
      throw DatabaseProblem.explain(e, server, table);
    }
  }

  private Batch batch(ResultSet rows) throws SQLException {
    int asked = limit.rows();
    List<OutboxEvent> events = new ArrayList<>(asked);
    long bytes = 0;
    while (!limit.reached(bytes) && rows.next()) {
      OutboxEvent event = event(rows);
      events.add(event);
      bytes += event.payload().length;
    }
    boolean more = events.size() == asked || limit.reached(bytes);
    limit.learn(events.size(), bytes);
    return new Batch(events, more);
  }

  private static OutboxEvent event(ResultSet row) throws SQLException {
    return new OutboxEvent(
        row.getLong(1),
        row.getString(2),
        row.getString(3),
        row.getString(4),
        row.getString(5),
        row.getBytes(6),
        row.getString(7),
        row.getString(8),
        row.getString(9),
        Instant.EPOCH.plus(row.getLong(10), ChronoUnit.MICROS));
  }

  private void delete(List<OutboxEvent> events) {
    String marks = String.join(",", Collections.nCopies(events.size(), "?"));
    List<Object> values = new ArrayList<>(2 * events.size());
    events.forEach(event -> values.add(event.position()));
    events.forEach(event -> values.add(event.id()));
    jdbc.sql(
            "DELETE FROM %s WHERE position IN (%s) AND id IN (%s)"
                .formatted(table.quoted(), marks, marks))
        .params(values)
        .update();
  }
}
