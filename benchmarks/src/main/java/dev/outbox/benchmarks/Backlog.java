package dev.outbox.benchmarks;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
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
    ExecutorService writers = Executors.newFixedThreadPool(WRITERS);
    try {
      List<Callable<Boolean>> tasks = new ArrayList<>();
      for (int i = 0; i < WRITERS; i++) {
        tasks.add(() -> write(outbox, next, from + count));
      }
      for (Future<Boolean> writer : writers.invokeAll(tasks)) {
        writer.get();
      }
    } catch (ExecutionException e) {
      throw new BenchmarkException("The backlog cannot be written: " + e.getCause(), e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new BenchmarkException("Interrupted", e);
    } finally {
      writers.shutdownNow();
    }
  }

  private static boolean write(BenchOutbox outbox, AtomicLong next, long end) throws SQLException {
    try (Connection connection = outbox.connect();
        PreparedStatement insert = connection.prepareStatement(INSERT)) {
      connection.setAutoCommit(false);
      while (true) {
        long first = next.getAndAdd(ROWS_PER_TRANSACTION);
        if (first >= end) {
          return true;
        }
        for (long i = first; i < Math.min(first + ROWS_PER_TRANSACTION, end); i++) {
          set(insert, outbox, i, 0);
          insert.addBatch();
        }
        insert.executeBatch();
        connection.commit();
      }
    }
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
