package dev.outbox.benchmarks.relay;

import dev.outbox.benchmarks.testbed.BenchOutbox;
import dev.outbox.benchmarks.testbed.Schedule;
import dev.outbox.benchmarks.testbed.Workers;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;

/**
 * Writers that commit one event a transaction by a schedule; each event carries when it was due.
 */
final class OpenLoop {

  private final BenchOutbox outbox;
  private final long from;
  private final int rate;
  private final long[] commitNanos;

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
    this.commitNanos = new long[count];
  }

  /**
   * Writes all events.
   *
   * @return how long after they were due they were committed, in nanoseconds
   */
  long[] run() {
    Schedule schedule = new Schedule(rate, commitNanos.length);
    Workers.run(Backlog.WRITERS, writer -> write(schedule));
    return commitNanos;
  }

  private long write(Schedule schedule) throws SQLException {
    try (Connection connection = outbox.connect();
        PreparedStatement insert = connection.prepareStatement(Backlog.INSERT)) {
      long written = 0;
      for (int i = schedule.take(); i >= 0; i = schedule.take()) {
        long due = schedule.await(i);
        Backlog.set(insert, outbox, from + i, due);
        insert.executeUpdate();
        commitNanos[i] = System.nanoTime() - due;
        written++;
      }
      return written;
    }
  }
}
