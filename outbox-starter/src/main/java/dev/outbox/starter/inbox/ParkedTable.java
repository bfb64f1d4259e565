package dev.outbox.starter.inbox;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.JdbcTemplate;
import tools.jackson.core.type.TypeReference;
import tools.jackson.databind.json.JsonMapper;

/**
 * Parked keys and their events, in MySQL. All but reading for people needs a running transaction,
 * whose locks keep batches, retries and operators apart. Times are MySQL's, so that instances whose
 * clocks differ agree, and UTC, whatever the session's time zone is. Thread-safe.
 */
final class ParkedTable {

  /** Longer reasons are cut off. */
  private static final int LONGEST_REASON = 2_000;

  private static final JsonMapper JSON = new JsonMapper();

  private final String consumer;
  private final JdbcTemplate jdbc;

  ParkedTable(String consumer, JdbcTemplate jdbc) {
    this.consumer = consumer;
    this.jdbc = jdbc;
  }

  /** An event to be parked, and how its first attempt went; 0 attempts if it had none. */
  record Arrival(IncomingEvent event, int attempts, @Nullable String reason) {}

  /**
   * Which of these keys are parked. They stay so until the transaction ends, and it waits for those
   * who retry them; for nobody else, as the join goes to each key by itself: for keys in an IN,
   * MySQL would rather read all keys of the consumer, where there are few.
   */
  Set<String> lockParked(Collection<String> keys) {
    if (keys.isEmpty()) {
      return new HashSet<>();
    }
    List<Object> parameters = new ArrayList<>(new TreeSet<>(keys));
    parameters.add(consumer);
    return new HashSet<>(
        jdbc.queryForList(
            """
            SELECT parked.parked_key FROM (VALUES %s) AS taken (parked_key)
            STRAIGHT_JOIN inbox_parked_key AS parked
              ON parked.parked_key = taken.parked_key AND parked.consumer = ?
            FOR SHARE OF parked
            """
                .formatted(String.join(", ", Collections.nCopies(keys.size(), "ROW(?)"))),
            String.class,
            parameters.toArray()));
  }

  /**
   * Parks a key, unless somebody has done so meanwhile.
   *
   * @param retryAfter null for: an operator has to release it
   */
  void park(String key, @Nullable Duration retryAfter) {
    jdbc.update(
        """
        INSERT INTO inbox_parked_key (consumer, parked_key, next_attempt_at)
        VALUES (?, ?, UTC_TIMESTAMP(6) + INTERVAL ? MICROSECOND)
        ON DUPLICATE KEY UPDATE parked_key = inbox_parked_key.parked_key
        """,
        consumer,
        key,
        micros(retryAfter));
  }

  /** Puts events behind those that wait already. */
  void add(List<Arrival> arrivals) {
    jdbc.batchUpdate(
        """
        INSERT INTO inbox_parked
          (consumer, parked_key, id, type, topic, topic_partition, topic_offset, record_key,
           headers, payload, attempts, reason)
        VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
        """,
        arrivals.stream().map(this::row).toList());
  }

  private @Nullable Object[] row(Arrival arrival) {
    IncomingEvent event = arrival.event();
    ReceivedRecord record = event.record();
    return new @Nullable Object[] {
      consumer,
      event.key(),
      event.id(),
      event.type(),
      record.topic(),
      record.partition(),
      record.offset(),
      record.key(),
      JSON.writeValueAsString(record.headers()),
      record.value(),
      arrival.attempts(),
      cut(arrival.reason())
    };
  }

  /** Keys whose time for a further attempt has come, those that wait longest first. */
  List<String> due(int limit) {
    return jdbc.queryForList(
        """
        SELECT parked_key FROM inbox_parked_key
        WHERE consumer = ? AND next_attempt_at <= UTC_TIMESTAMP(6)
        ORDER BY next_attempt_at LIMIT ?
        """,
        String.class,
        consumer,
        limit);
  }

  /** Locks a key if it is due and nobody else is at it; returns whether it did. */
  boolean lockDue(String key) {
    return !jdbc.queryForList(
            """
            SELECT 1 FROM inbox_parked_key
            WHERE consumer = ? AND parked_key = ? AND next_attempt_at <= UTC_TIMESTAMP(6)
            FOR UPDATE SKIP LOCKED
            """,
            Integer.class,
            consumer,
            key)
        .isEmpty();
  }

  /** Locks a key, after those who are at it; returns false if it is not parked. */
  boolean lock(String key) {
    return !jdbc.queryForList(
            "SELECT 1 FROM inbox_parked_key WHERE consumer = ? AND parked_key = ? FOR UPDATE",
            Integer.class,
            consumer,
            key)
        .isEmpty();
  }

  Optional<ParkedEvent> first(String key) {
    return events(key, 1).stream().findFirst();
  }

  /** Returns the number of a key's first event; null if no event waits. */
  @Nullable Long firstNumber(String key) {
    return jdbc.queryForObject(
        "SELECT MIN(number) FROM inbox_parked WHERE consumer = ? AND parked_key = ?",
        Long.class,
        consumer,
        key);
  }

  /** The first events of a key. */
  List<ParkedEvent> events(String key, int limit) {
    return jdbc.query(
        """
        SELECT * FROM inbox_parked
        WHERE consumer = ? AND parked_key = ? ORDER BY number LIMIT ?
        """,
        (row, number) -> event(row),
        consumer,
        key,
        limit);
  }

  Optional<ParkedEvent> event(String key, String id) {
    return jdbc
        .query(
            """
            SELECT * FROM inbox_parked
            WHERE consumer = ? AND parked_key = ? AND id = ?
            """,
            (row, number) -> event(row),
            consumer,
            key,
            id)
        .stream()
        .findFirst();
  }

  private static ParkedEvent event(ResultSet row) throws SQLException {
    return new ParkedEvent(
        row.getLong("number"),
        row.getString("parked_key"),
        row.getString("id"),
        new ReceivedRecord(
            row.getString("topic"),
            row.getInt("topic_partition"),
            row.getLong("topic_offset"),
            0,
            row.getBytes("record_key"),
            JSON.readValue(row.getString("headers"), new TypeReference<Map<String, String>>() {}),
            row.getBytes("payload")),
        row.getInt("attempts"),
        row.getString("reason"),
        ParkedListing.instant(row, "parked_at"));
  }

  void remove(long number) {
    jdbc.update("DELETE FROM inbox_parked WHERE number = ?", number);
  }

  /** Moves an event, by its number, to where discarded ones are kept. */
  void discard(long number) {
    jdbc.update(
        """
        INSERT INTO inbox_discarded
          (number, consumer, parked_key, id, type, topic, topic_partition, topic_offset, record_key,
           headers, payload, attempts, reason, parked_at)
        SELECT number, consumer, parked_key, id, type, topic, topic_partition, topic_offset, record_key,
               headers, payload, attempts, reason, parked_at
        FROM inbox_parked WHERE number = ?
        """,
        number);
    remove(number);
  }

  /** Unparks a key of which no event is left; returns whether that is so. */
  boolean unparkIfEmpty(String key) {
    boolean empty = firstNumber(key) == null;
    if (empty) {
      jdbc.update(
          "DELETE FROM inbox_parked_key WHERE consumer = ? AND parked_key = ?", consumer, key);
    }
    return empty;
  }

  /** Writes down a failed attempt, unless somebody has tried the event since it was read. */
  boolean failed(ParkedEvent event, String reason) {
    return jdbc.update(
            "UPDATE inbox_parked SET attempts = ?, reason = ? WHERE number = ? AND attempts = ?",
            event.attempts() + 1,
            cut(reason),
            event.number(),
            event.attempts())
        == 1;
  }

  /** Counts the attempts of an event, by its number, from 0 again. */
  void forgetAttempts(long number) {
    jdbc.update("UPDATE inbox_parked SET attempts = 0 WHERE number = ?", number);
  }

  /**
   * Says when a key is tried next.
   *
   * @param delay null for: when an operator releases it
   */
  void retryAfter(String key, @Nullable Duration delay) {
    jdbc.update(
        """
        UPDATE inbox_parked_key
        SET next_attempt_at = UTC_TIMESTAMP(6) + INTERVAL ? MICROSECOND
        WHERE consumer = ? AND parked_key = ?
        """,
        micros(delay),
        consumer,
        key);
  }

  long count(String key) {
    Long count =
        jdbc.queryForObject(
            "SELECT COUNT(*) FROM inbox_parked WHERE consumer = ? AND parked_key = ?",
            Long.class,
            consumer,
            key);
    return count == null ? 0 : count;
  }

  private static @Nullable Long micros(@Nullable Duration duration) {
    return duration == null ? null : duration.toNanos() / 1000;
  }

  private static @Nullable String cut(@Nullable String reason) {
    return reason == null || reason.length() <= LONGEST_REASON
        ? reason
        : reason.substring(0, LONGEST_REASON) + "…";
  }
}
