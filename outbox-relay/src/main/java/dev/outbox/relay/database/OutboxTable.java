package dev.outbox.relay.database;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.outbox.relay.outbox.Backlog;
import dev.outbox.relay.outbox.OutboxEvent;
import dev.outbox.relay.outbox.Table;
import dev.outbox.relay.progress.PublishedRows;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.UncategorizedSQLException;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.support.JdbcUtils;

/**
 * One outbox's table: reads the lowest rows and deletes those that are published, by position and
 * id.
 *
 * <p>There is no mark up to which rows count as read: positions are handed out before commit, so a
 * lower one can appear after a higher one was published. For the same reason nothing is deleted by
 * range. All methods throw {@link dev.outbox.relay.outbox.SourceException}. {@link #read} and
 * {@link #pass} are for one thread, the others for any.
 */
public final class OutboxTable {

  /** The driver's word for: one row at a time, as they arrive. */
  static final int STREAM = Integer.MIN_VALUE;

  private static final int SAMPLE = 1_000;

  static final String COLUMNS =
      """
      position, id, aggregatetype, aggregateid, type, payload, dataschema, traceparent,
      tracestate, CAST(UNIX_TIMESTAMP(COALESCE(created_at, CURRENT_TIMESTAMP(6))) * 1000000 AS SIGNED)
      AS created_micros\
      """;

  /** Keys are compared byte by byte, as Kafka does, whatever the column's collation. */
  private static final String KEY = "CAST(CONVERT(aggregateid USING utf8mb4) AS BINARY)";

  private final DatabaseServer server;
  private final Table table;
  private final ReadLimit limit;

  /**
   * Events read together.
   *
   * @param events in the order of their positions
   * @param more whether there may be others behind these
   */
  public record Rows(List<OutboxEvent> events, boolean more) {}

  /**
   * Touches nothing yet.
   *
   * @param maxRows the most rows to read at once
   * @param maxBytes the payload bytes after which reading stops
   */
  public OutboxTable(DatabaseServer server, Table table, int maxRows, long maxBytes) {
    this.server = server;
    this.table = table;
    this.limit = new ReadLimit(maxRows, maxBytes);
  }

  /** Reads the lowest rows, except those of some keys. */
  public Rows read(Collection<String> exceptKeys) {
    return guarded(() -> read(server.jdbc(), null, exceptKeys));
  }

  /**
   * Begins a pass over all rows that there are now.
   *
   * @return null while there is a pass over a table of the same server
   */
  public @Nullable TablePass pass() {
    if (!server.beginPass()) {
      return null;
    }
    try {
      return guarded(this::begin);
    } catch (RuntimeException e) {
      server.endPass();
      throw e;
    }
  }

  private TablePass begin() {
    Connection connection = server.connection();
    try {
      return new TablePass(this, connection, server::endPass);
    } catch (SQLException e) {
      JdbcUtils.closeConnection(connection);
      throw new UncategorizedSQLException("begin a pass", null, e);
    }
  }

  /**
   * Reads the lowest rows behind a position, with a connection that cannot be replaced.
   *
   * @param behind an unsigned number; null to begin with the lowest of all
   */
  Rows readOn(JdbcClient jdbc, @Nullable Long behind, Collection<String> exceptKeys) {
    return server.askOnce(table, () -> read(jdbc, behind, exceptKeys));
  }

  /** A row without a key is read, and then refused. */
  private static String otherKeys(Collection<String> keys) {
    return "(aggregateid IS NULL OR %s NOT IN (%s))".formatted(KEY, marks(keys.size()));
  }

  private Rows read(JdbcClient jdbc, @Nullable Long behind, Collection<String> exceptKeys) {
    List<String> conditions = new ArrayList<>();
    if (behind != null) {
      conditions.add("position > " + Long.toUnsignedString(behind));
    }
    if (!exceptKeys.isEmpty()) {
      conditions.add(otherKeys(exceptKeys));
    }
    String where = conditions.isEmpty() ? "" : "WHERE " + String.join(" AND ", conditions);
    return jdbc.sql(
            "SELECT %s FROM %s %s ORDER BY position LIMIT %d"
                .formatted(COLUMNS, table.quoted(), where, limit.rows()))
        .params(exceptKeys.stream().map(key -> key.getBytes(UTF_8)).toList())
        .withFetchSize(STREAM)
        .query(this::rows);
  }

  /**
   * Deletes rows. What is not there any more was deleted by somebody, and is no error.
   *
   * <p>By their keys, one after the other, whatever MySQL believes of the table's size: where it
   * takes it for small it would read all of it, and so wait for each transaction that has just
   * written to it. Only a DELETE with a FROM of its own takes an index to go by.
   */
  public void delete(PublishedRows rows, int from, int to) {
    StringBuilder sql = new StringBuilder(100 + (to - from) * 60);
    sql.append("DELETE ")
        .append(table.quoted())
        .append(" FROM ")
        .append(table.quoted())
        .append(" FORCE INDEX (PRIMARY) WHERE position IN (");
    for (int i = from; i < to; i++) {
      sql.append(i == from ? "" : ",").append(Long.toUnsignedString(rows.position(i)));
    }
    sql.append(") AND id IN (");
    for (int i = from; i < to; i++) {
      sql.append(i == from ? "'" : ",'").append(rows.id(i)).append('\'');
    }
    sql.append(')');
    guarded(() -> server.delete(sql.toString()));
  }

  /**
   * Returns the lowest rows, except those of some keys, by position.
   *
   * @throws dev.outbox.relay.outbox.SourceException also if that takes more than 5 s
   */
  public List<WaitingRow> lowest(Collection<String> exceptKeys, int max) {
    String where = exceptKeys.isEmpty() ? "" : "WHERE " + otherKeys(exceptKeys);
    return server.askOnce(
        table,
        () ->
            server
                .jdbc()
                .sql(
                    """
                    SELECT /*+ MAX_EXECUTION_TIME(5000) */
                      position, id, TIMESTAMPDIFF(MICROSECOND, created_at, CURRENT_TIMESTAMP(6))
                    FROM %s %s ORDER BY position LIMIT %d
                    """
                        .formatted(table.quoted(), where, max))
                .params(exceptKeys.stream().map(key -> key.getBytes(UTF_8)).toList())
                .query(
                    (row, number) ->
                        new WaitingRow(
                            row.getLong(1),
                            String.valueOf(row.getString(2)),
                            Duration.of(row.getLong(3), ChronoUnit.MICROS)))
                .list());
  }

  /** How much waits. */
  public Backlog backlog() {
    return guarded(
        () ->
            server
                .jdbc()
                .sql(
                    """
                    SELECT (SELECT COUNT(*) FROM %1$s) AS events,
                           (SELECT TIMESTAMPDIFF(MICROSECOND, created_at, CURRENT_TIMESTAMP(6))
                            FROM %1$s ORDER BY position LIMIT 1) AS oldest_micros
                    """
                        .formatted(table.quoted()))
                .query(
                    (row, number) ->
                        new Backlog(
                            row.getLong("events"),
                            Duration.of(
                                Math.max(0, row.getLong("oldest_micros")), ChronoUnit.MICROS)))
                .single());
  }

  /** How many rows each of some keys has; those without are left out. */
  public Map<String, Long> counts(Collection<String> keys) {
    Map<String, Long> counts = new HashMap<>();
    if (keys.isEmpty()) {
      return counts;
    }
    return guarded(
        () -> {
          server
              .jdbc()
              .sql(
                  "SELECT %1$s AS k, COUNT(*) FROM %2$s WHERE %1$s IN (%3$s) GROUP BY k"
                      .formatted(KEY, table.quoted(), marks(keys.size())))
              .params(keys.stream().map(key -> key.getBytes(UTF_8)).toList())
              .query(
                  row -> {
                    counts.put(new String(row.getBytes(1), UTF_8), row.getLong(2));
                  });
          return counts;
        });
  }

  /** Which aggregate types some of the lowest rows have. */
  public List<String> aggregateTypes() {
    return guarded(
        () ->
            server
                .jdbc()
                .sql(
                    "SELECT DISTINCT aggregatetype FROM (SELECT aggregatetype FROM %s ORDER BY position LIMIT %d) AS lowest WHERE aggregatetype IS NOT NULL"
                        .formatted(table.quoted(), SAMPLE))
                .query(String.class)
                .list());
  }

  /** The rows of parked keys, by the ids of their events. */
  public ParkedRows parked() {
    return new ParkedRows(server, table);
  }

  /** The lowest row with this key and id. */
  public Optional<OutboxEvent> find(String key, String id) {
    return guarded(
        () ->
            server
                .jdbc()
                .sql(
                    "SELECT %s FROM %s WHERE %s = ? AND id = ? ORDER BY position LIMIT 1"
                        .formatted(COLUMNS, table.quoted(), KEY))
                .params(key.getBytes(UTF_8), id)
                .query((row, number) -> event(row))
                .optional());
  }

  /**
   * The row at a position that the log has, visible or not.
   *
   * @param position an unsigned number
   */
  public Optional<OutboxEvent> logged(long position) {
    String sql =
        "SELECT %s FROM %s WHERE position = %s"
            .formatted(COLUMNS, table.quoted(), Long.toUnsignedString(position));
    return guarded(
        () -> UncommittedRow.read(server.connection(), sql, (row, number) -> event(row)));
  }

  /** Deletes one row, whatever its id looks like. */
  public void delete(OutboxEvent event) {
    guarded(
        () ->
            server
                .jdbc()
                .sql("DELETE FROM %s WHERE position = ? AND id = ?".formatted(table.quoted()))
                .params(event.position(), event.id())
                .update());
  }

  /** The table's name. */
  @Override
  public String toString() {
    return table.toString();
  }

  private Rows rows(ResultSet result) throws SQLException {
    int asked = limit.rows();
    List<OutboxEvent> events = new ArrayList<>(asked);
    long bytes = 0;
    while (!limit.reached(bytes) && result.next()) {
      OutboxEvent event = event(result);
      events.add(event);
      bytes += event.payload().length;
    }
    boolean more = events.size() == asked || limit.reached(bytes);
    limit.learn(events.size(), bytes);
    return new Rows(events, more);
  }

  private OutboxEvent event(ResultSet row) throws SQLException {
    return event(row, server, table);
  }

  /** Reads the event of a row of {@link #COLUMNS}. */
  static OutboxEvent event(ResultSet row, DatabaseServer server, Table table) throws SQLException {
    long created = row.getLong(10);
    return OutboxEvent.of(
        row.getLong(1),
        required(row, "id", server, table),
        row.getString(3),
        required(row, "aggregateid", server, table),
        row.getString(5),
        row.getBytes(6),
        row.getString(7),
        row.getString(8),
        row.getString(9),
        created,
        created);
  }

  /** Without these a row can be neither published nor parked. */
  private static String required(ResultSet row, String column, DatabaseServer server, Table table)
      throws SQLException {
    String value = row.getString(column);
    if (value == null) {
      throw DatabaseProblem.missing(column, row.getLong(1), server, table);
    }
    return value;
  }

  private <T> T guarded(Supplier<T> call) {
    return server.ask(table, call);
  }

  private static String marks(int count) {
    return String.join(",", Collections.nCopies(count, "?"));
  }
}
