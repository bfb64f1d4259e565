package dev.outbox.endtoend.chaos;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import java.util.random.RandomGenerator;

/** One transaction of a writer: locks keys, then appends events of them, in any mixture. */
final class Transaction {

  private final String id = UUID.randomUUID().toString();
  private final Connection connection;
  private final String aggregateType;
  private final Map<String, Long> sequences = new TreeMap<>();
  private final List<Event> events = new ArrayList<>();

  Transaction(Connection connection, String aggregateType) {
    this.connection = connection;
    this.aggregateType = aggregateType;
  }

  String id() {
    return id;
  }

  List<Event> events() {
    return events;
  }

  /**
   * Locks keys.
   *
   * @param waiting whether to wait for those that others have locked, or to do without
   * @return whether there is any
   */
  boolean lock(Collection<String> keys, boolean waiting) throws SQLException {
    String places = String.join(", ", keys.stream().map(key -> "?").toList());
    try (PreparedStatement select =
        connection.prepareStatement(
            "SELECT id, sequence FROM chaos_key WHERE id IN (%s) ORDER BY id FOR UPDATE %s"
                .formatted(places, waiting ? "" : "SKIP LOCKED"))) {
      int place = 0;
      for (String key : keys) {
        select.setString(++place, key);
      }
      try (ResultSet rows = select.executeQuery()) {
        while (rows.next()) {
          sequences.put(rows.getString(1), rows.getLong(2));
        }
      }
    }
    return !sequences.isEmpty();
  }

  /** Appends some events of the locked keys. */
  void append(int count, RandomGenerator random) throws SQLException {
    List<String> keys = List.copyOf(sequences.keySet());
    try (PreparedStatement insert =
        connection.prepareStatement(
            "INSERT INTO outbox_event (id, aggregatetype, aggregateid, type, payload)"
                + " VALUES (?, ?, ?, 'dev.outbox.chaos.Happened.v1', ?)")) {
      for (int i = 0; i < count; i++) {
        String key = keys.get(random.nextInt(keys.size()));
        long sequence = sequences.merge(key, 1L, Long::sum);
        Event event = new Event(UUID.randomUUID().toString(), key, sequence);
        events.add(event);
        insert.setString(1, event.id());
        insert.setString(2, aggregateType);
        insert.setString(3, key);
        insert.setString(4, Long.toString(sequence));
        insert.addBatch();
      }
      insert.executeBatch();
    }
  }

  /** Appends events, then thinks better of it. */
  void appendInVain(int count, RandomGenerator random) throws SQLException {
    var savepoint = connection.setSavepoint();
    Map<String, Long> before = Map.copyOf(sequences);
    int kept = events.size();
    append(count, random);
    connection.rollback(savepoint);
    sequences.putAll(before);
    events.subList(kept, events.size()).clear();
  }

  /** All that has to be written before COMMIT. */
  void finish() throws SQLException {
    try (PreparedStatement update =
        connection.prepareStatement("UPDATE chaos_key SET sequence = ? WHERE id = ?")) {
      for (Map.Entry<String, Long> key : sequences.entrySet()) {
        update.setLong(1, key.getValue());
        update.setString(2, key.getKey());
        update.addBatch();
      }
      update.executeBatch();
    }
    try (PreparedStatement mark =
        connection.prepareStatement("INSERT INTO chaos_committed VALUES (?)")) {
      mark.setString(1, id);
      mark.executeUpdate();
    }
  }
}
