package dev.outbox.starter.inbox;

import dev.outbox.starter.OwnTransaction;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import org.springframework.dao.DuplicateKeyException;
import org.springframework.jdbc.core.JdbcTemplate;

/** The ids of events that a consumer has taken: the table {@code inbox_event}. Thread-safe. */
final class HandledIds {

  private final String consumer;
  private final JdbcTemplate jdbc;
  private final OwnTransaction transaction;

  HandledIds(String consumer, JdbcTemplate jdbc) {
    this.consumer = consumer;
    this.jdbc = jdbc;
    this.transaction = new OwnTransaction(Objects.requireNonNull(jdbc.getDataSource()));
  }

  /**
   * Tells which ids were known before.
   *
   * @param fresh those that were not
   * @param known the others, with their origins; null where that was not remembered
   */
  record Remembered(SortedSet<String> fresh, Map<String, @Nullable Long> known) {}

  /**
   * Remembers ids of events of which only the ids are known.
   *
   * @return those that were not known
   */
  SortedSet<String> remember(Collection<String> ids) {
    SortedMap<String, @Nullable Long> origins = new TreeMap<>();
    ids.forEach(id -> origins.put(id, null));
    return remember(origins).fresh();
  }

  /**
   * Remembers ids in the running transaction, with one statement unless some are known. It waits
   * for others that are taking the same events: if they commit, the ids are known; if they roll
   * back, they are ours. All insert in the order of the ids, so as not to wait for each other in a
   * circle.
   *
   * @param origins digests of what else identifies the events, by id
   */
  Remembered remember(SortedMap<String, @Nullable Long> origins) {
    transaction.require(
        "no event was taken: the inbox needs the transaction manager of its own data source, and"
            + " work that is to be done once needs a transaction that can commit");
    SortedMap<String, @Nullable Long> fresh = new TreeMap<>(origins);
    Map<String, @Nullable Long> known = new HashMap<>();
    while (!fresh.isEmpty()) {
      try {
        insert(fresh);
        break;
      } catch (DuplicateKeyException e) {
        known.putAll(known(new TreeSet<>(fresh.keySet())));
        fresh.keySet().removeAll(known.keySet());
      }
    }
    return new Remembered(new TreeSet<>(fresh.keySet()), known);
  }

  private void insert(SortedMap<String, @Nullable Long> origins) {
    String sql =
        "INSERT INTO inbox_event (consumer, id, origin) VALUES "
            + String.join(", ", Collections.nCopies(origins.size(), "(?, ?, ?)"));
    List<@Nullable Object> parameters = new ArrayList<>(origins.size() * 3);
    origins.forEach((id, origin) -> Collections.addAll(parameters, consumer, id, origin));
    jdbc.update(sql, parameters.toArray());
  }

  /** A locking read: it sees what was committed a moment ago, and waits for what is about to be. */
  private Map<String, @Nullable Long> known(SortedSet<String> ids) {
    Map<String, @Nullable Long> known = new HashMap<>();
    jdbc.query(
        "SELECT id, origin FROM inbox_event WHERE consumer = ? AND id IN (%s) FOR SHARE"
            .formatted(placeholders(ids.size())),
        row -> {
          String id = row.getString(1);
          long origin = row.getLong(2);
          known.put(id, row.wasNull() ? null : origin);
        },
        parameters(ids));
    return known;
  }

  /**
   * Forgets the oldest ids, except those of events that are parked.
   *
   * @param age how old they must be
   * @param limit how many at most
   * @return how many it were
   */
  int forget(Duration age, int limit) {
    List<String> old =
        jdbc.queryForList(
            """
            SELECT id FROM inbox_event
            WHERE consumer = ? AND handled_at < FROM_UNIXTIME(UNIX_TIMESTAMP() - ?)
              AND NOT EXISTS (SELECT 1 FROM inbox_parked
                              WHERE inbox_parked.consumer = inbox_event.consumer
                                AND inbox_parked.id = inbox_event.id)
            ORDER BY handled_at LIMIT ?
            """,
            String.class,
            consumer,
            // Seconds of UTC: an interval in the session's time zone is an hour off at times.
            age.toSeconds(),
            limit);
    if (old.isEmpty()) {
      return 0;
    }
    return jdbc.update(
        // By their keys: reading the whole table would wait for those who have just written to it.
        "DELETE inbox_event FROM inbox_event FORCE INDEX (PRIMARY) WHERE consumer = ? AND id IN (%s)"
            .formatted(placeholders(old.size())),
        parameters(new TreeSet<>(old)));
  }

  private static String placeholders(int count) {
    return String.join(", ", Collections.nCopies(count, "?"));
  }

  private Object[] parameters(SortedSet<String> ids) {
    List<Object> parameters = new ArrayList<>(ids.size() + 1);
    parameters.add(consumer);
    parameters.addAll(ids);
    return parameters.toArray();
  }
}
