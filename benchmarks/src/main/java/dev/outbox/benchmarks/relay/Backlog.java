package dev.outbox.benchmarks.relay;

import dev.outbox.benchmarks.testbed.BenchOutbox;
import dev.outbox.benchmarks.testbed.Workers;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicLong;

/** Writes a backlog: transactions of 100 rows by 16 writers, with 10,000 keys. */
final class Backlog {

  static final int KEYS = 10_000;
  static final int WRITERS = 16;
  static final int ROWS_PER_TRANSACTION = 100;
  static final String TYPE = "dev.outbox.benchmarks.ThingHappened.v1";
  static final String INSERT =
      "INSERT INTO outbox_event (id, aggregatetype, aggregateid, type, payload)"
          + " VALUES (?, ?, ?, ?, ?)";

  private Backlog() {}

  static String key(long sequence) {
    return "key-" + sequence % KEYS;
  }

  /** Writes events with the numbers from {@code from} on. */
  static void write(BenchOutbox outbox, long from, int count) {
    AtomicLong next = new AtomicLong(from);
    Workers.run(WRITERS, writer -> write(outbox, next, from + count));
  }

  private static long write(BenchOutbox outbox, AtomicLong next, long end) throws SQLException {
    try (Connection connection = outbox.connect();
        PreparedStatement insert = connection.prepareStatement(INSERT)) {
      connection.setAutoCommit(false);
      long transactions = 0;
      for (long first = take(next); first < end; first = take(next)) {
        for (long i = first; i < Math.min(first + ROWS_PER_TRANSACTION, end); i++) {
          set(insert, outbox, i, 0);
          insert.addBatch();
        }
        insert.executeBatch();
        connection.commit();
        transactions++;
      }
      return transactions;
    }
  }

  private static long take(AtomicLong next) {
    return next.getAndAdd(ROWS_PER_TRANSACTION);
  }

  static void set(PreparedStatement insert, BenchOutbox outbox, long sequence, long nanos)
      throws SQLException {
    insert.setString(1, UUID.randomUUID().toString());
    insert.setString(2, outbox.name());
    insert.setString(3, key(sequence));
    insert.setString(4, TYPE);
    insert.setString(5, Payload.text(sequence, nanos));
  }
}
