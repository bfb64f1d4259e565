package dev.outbox.starter.inbox;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.SortedSet;
import java.util.TreeSet;
import org.springframework.dao.DuplicateKeyException;
import org.springframework.jdbc.core.JdbcTemplate;

/** The ids of events that a consumer has taken: the table {@code inbox_event}. Thread-safe. */
final class HandledIds {

  private final String consumer;
  private final JdbcTemplate jdbc;

  HandledIds(String consumer, JdbcTemplate jdbc) {
    this.consumer = consumer;
    this.jdbc = jdbc;
  }

  /**
   * Remembers ids in the running transaction, with one statement unless some are known. It waits
   * for others that are taking the same events: if they commit, the ids are known; if they roll
   * back, they are ours. All insert in the order of the ids, so as not to wait for each other in a
   * circle.
   *
   * @return those that were not known
   */
  SortedSet<String> remember(Collection<String> ids) {
    SortedSet<String> fresh = new TreeSet<>(ids);
    while (!fresh.isEmpty()) {
      try {
        insert(fresh);
        return fresh;
      } catch (DuplicateKeyException e) {
        fresh.removeAll(known(fresh));
      }
    }
    return fresh;
  }

  private void insert(SortedSet<String> ids) {
    String sql =
        "INSERT INTO inbox_event (consumer, id) VALUES "
            + String.join(", ", Collections.nCopies(ids.size(), "(?, ?)"));
    List<Object> parameters = new ArrayList<>(ids.size() * 2);
    ids.forEach(id -> Collections.addAll(parameters, consumer, id));
    jdbc.update(sql, parameters.toArray());
  }

  /** A locking read: it sees what was committed a moment ago, and waits for what is about to be. */
  private List<String> known(SortedSet<String> ids) {
    return jdbc.queryForList(
        "SELECT id FROM inbox_event WHERE consumer = ? AND id IN (%s) FOR SHARE"
            .formatted(placeholders(ids.size())),
        String.class,
        parameters(ids));
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
            WHERE consumer = ? AND handled_at < CURRENT_TIMESTAMP(6) - INTERVAL ? MICROSECOND
              AND NOT EXISTS (SELECT 1 FROM inbox_parked
                              WHERE inbox_parked.consumer = inbox_event.consumer
                                AND inbox_parked.id = inbox_event.id)
            ORDER BY handled_at LIMIT ?
            """,
            String.class,
            consumer,
            age.toNanos() / 1000,
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
