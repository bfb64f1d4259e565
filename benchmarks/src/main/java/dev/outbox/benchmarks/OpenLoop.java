package dev.outbox.benchmarks;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;

/**
 * Writers that commit one event a transaction at times that are fixed beforehand, however long
 * earlier ones take. Each event carries the time when it was due.
 */
final class OpenLoop {

  private static final int WRITERS = 16;

  private final BenchOutbox outbox;
  private final long from;
  private final int rate;
  private final int count;
  private final long[] commitNanos;
  private final AtomicInteger next = new AtomicInteger();

  /**
   * Does nothing yet.
   *
   * @param from the number of the first event
   * @param rate events a second
   */
  OpenLoop(BenchOutbox outbox, long from, int rate, int count) {
    this.outbox = outbox;
    this.from = from;
    this.rate = rate;
    this.count = count;
    this.commitNanos = new long[count];
  }

  /**
   * Writes all events.
   *
   * @return how long after they were due they were committed, in nanoseconds
   */
  long[] run() {
    ExecutorService writers = Executors.newFixedThreadPool(WRITERS);
    try {
      // All are connected when the first one is due.
      long start = System.nanoTime() + 1_000_000_000L;
      List<Callable<Boolean>> tasks = new ArrayList<>();
      for (int i = 0; i < WRITERS; i++) {
        tasks.add(() -> write(start));
      }
      for (Future<Boolean> writer : writers.invokeAll(tasks)) {
        writer.get();
      }
      return commitNanos;
    } catch (ExecutionException e) {
      throw new BenchmarkException("Events cannot be written: " + e.getCause(), e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new BenchmarkException("Interrupted", e);
    } finally {
      writers.shutdownNow();
    }
  }

  private boolean write(long start) throws SQLException {
    try (Connection connection = outbox.connect();
        PreparedStatement insert = connection.prepareStatement(Backlog.INSERT)) {
      for (int i = next.getAndIncrement(); i < count; i = next.getAndIncrement()) {
        long due = start + i * 1_000_000_000L / rate;
        for (long left = due - System.nanoTime(); left > 0; left = due - System.nanoTime()) {
          LockSupport.parkNanos(left);
        }
        Backlog.set(insert, outbox, from + i, due);
        insert.executeUpdate();
        commitNanos[i] = System.nanoTime() - due;
      }
      return true;
    }
  }
}
