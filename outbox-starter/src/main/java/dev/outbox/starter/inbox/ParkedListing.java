package dev.outbox.starter.inbox;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.JdbcTemplate;

/**
 * Reads what is parked for people: in pages, and without payloads, which may be large and
 * confidential. Thread-safe.
 */
final class ParkedListing {

  private static final String MATCHING =
      """
      FROM inbox_parked_key AS parked JOIN inbox_parked AS failed ON failed.number = (
        SELECT MIN(waiting.number) FROM inbox_parked AS waiting
        WHERE waiting.consumer = parked.consumer AND waiting.parked_key = parked.parked_key)
      WHERE parked.consumer = ?
        AND (? IS NULL OR failed.type COLLATE utf8mb4_0900_bin = ?)
        AND (? IS NULL OR INSTR(failed.reason COLLATE utf8mb4_0900_bin, ?) > 0)
      """;

  private final String consumer;
  private final JdbcTemplate jdbc;

  ParkedListing(String consumer, JdbcTemplate jdbc) {
    this.consumer = consumer;
    this.jdbc = jdbc;
  }

  /**
   * Parked keys that fail for the same cause: both conditions are on a key's first event, the one
   * that fails.
   *
   * @param type its CloudEvents type; null for any
   * @param reason what the reason of its last failure contains; null for any
   */
  record Filter(@Nullable String type, @Nullable String reason) {

    static final Filter ALL = new Filter(null, null);

    private List<@Nullable Object> parameters(String consumer) {
      List<@Nullable Object> parameters = new ArrayList<>();
      Collections.addAll(parameters, consumer, type, type, reason, reason);
      return parameters;
    }
  }

  /** The first event of a parked key. */
  record First(String key, long number, String type) {}

  /** How many keys match a filter, and how many events of them wait. */
  record Count(long keys, long events) {}

  /**
   * A place in the list of keys.
   *
   * @param since when the key before it was parked
   * @param key the key before it
   */
  record Cursor(Instant since, String key) {}

  /** Returns keys, those that wait longest first. */
  List<ParkedKey> keys(int limit) {
    return keys(Filter.ALL, null, limit);
  }

  /** Returns the keys that match, those that wait longest first, from a place on. */
  List<ParkedKey> keys(Filter filter, @Nullable Cursor after, int limit) {
    List<@Nullable Object> parameters = filter.parameters(consumer);
    String place = "";
    if (after != null) {
      place = "AND (parked.parked_at, parked.parked_key) > (?, ?)";
      Collections.addAll(parameters, LocalDateTime.ofInstant(after.since(), ZoneOffset.UTC));
      parameters.add(after.key());
    }
    parameters.add(limit);
    return jdbc.query(
        """
        SELECT parked.parked_key, parked.parked_at, parked.next_attempt_at,
               (SELECT COUNT(*) FROM inbox_parked AS counted
                WHERE counted.consumer = parked.consumer
                  AND counted.parked_key = parked.parked_key) AS events
        %s %s ORDER BY parked.parked_at, parked.parked_key LIMIT ?
        """
            .formatted(MATCHING, place),
        (row, number) ->
            new ParkedKey(
                row.getString("parked_key"),
                instant(row, "parked_at"),
                nullableInstant(row, "next_attempt_at"),
                row.getInt("events")),
        parameters.toArray());
  }

  /** Returns the first event of each key that matches, in the order of the keys. */
  List<First> firsts(Filter filter) {
    return jdbc.query(
        "SELECT parked.parked_key, failed.number, failed.type "
            + MATCHING
            + "ORDER BY parked.parked_key",
        (row, number) -> new First(row.getString(1), row.getLong(2), row.getString(3)),
        filter.parameters(consumer).toArray());
  }

  /** Counts the keys that match, and all events of theirs. */
  Count count(Filter filter) {
    return Objects.requireNonNull(
        jdbc.queryForObject(
            """
            SELECT COUNT(*), COALESCE(SUM((
                     SELECT COUNT(*) FROM inbox_parked AS counted
                     WHERE counted.consumer = parked.consumer
                       AND counted.parked_key = parked.parked_key)), 0)
            %s
            """
                .formatted(MATCHING),
            (row, number) -> new Count(row.getLong(1), row.getLong(2)),
            filter.parameters(consumer).toArray()));
  }

  /** Returns the first events of a key, in order. */
  List<ParkedLine> events(String key, int limit) {
    return jdbc.query(
        """
        SELECT id, type, topic, topic_partition, topic_offset, parked_at, attempts, reason
        FROM inbox_parked WHERE consumer = ? AND parked_key = ? ORDER BY number LIMIT ?
        """,
        (row, number) ->
            new ParkedLine(
                row.getString("id"),
                row.getString("type"),
                "%s-%d@%d"
                    .formatted(
                        row.getString("topic"),
                        row.getInt("topic_partition"),
                        row.getLong("topic_offset")),
                instant(row, "parked_at"),
                row.getInt("attempts"),
                row.getString("reason")),
        consumer,
        key,
        limit);
  }

  ParkedSummary summary() {
    return Objects.requireNonNull(
        jdbc.queryForObject(
            """
            SELECT COUNT(*), COALESCE(SUM(next_attempt_at IS NULL), 0),
                   COALESCE(TIMESTAMPDIFF(MICROSECOND, MIN(parked_at), UTC_TIMESTAMP(6)), 0)
            FROM inbox_parked_key WHERE consumer = ?
            """,
            (row, number) ->
                new ParkedSummary(
                    row.getLong(1), row.getLong(2), Math.max(0, row.getLong(3) / 1_000_000.0)),
            consumer));
  }

  /** Reads a time that is stored in UTC; the driver would take it for one of the session's zone. */
  static Instant instant(ResultSet row, String column) throws SQLException {
    return row.getObject(column, LocalDateTime.class).toInstant(ZoneOffset.UTC);
  }

  private static @Nullable Instant nullableInstant(ResultSet row, String column)
      throws SQLException {
    LocalDateTime time = row.getObject(column, LocalDateTime.class);
    return time == null ? null : time.toInstant(ZoneOffset.UTC);
  }
}
