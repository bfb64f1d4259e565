package dev.outbox.benchmarks.saga;

import dev.outbox.benchmarks.testbed.BenchOutbox;
import dev.outbox.benchmarks.testbed.TestBed;
import dev.outbox.benchmarks.testbed.Workers;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.SQLException;

/** How many transactions of a single row the server commits a second, with nothing else to do. */
final class RawCommits {

  private final TestBed bed;
  private final int writers;

  RawCommits(TestBed bed, int writers) {
    this.bed = bed;
    this.writers = writers;
    bed.mysql()
        .execute(
            "CREATE DATABASE raw; CREATE TABLE raw.one_row"
                + " (id BIGINT UNSIGNED AUTO_INCREMENT PRIMARY KEY, buyer VARCHAR(64) NOT NULL)");
  }

  /** Measures it, after a fifth of the time for warming up. */
  double perSecond(int seconds) {
    run(seconds / 5.0);
    long start = System.nanoTime();
    double rate = run(seconds) / ((System.nanoTime() - start) / 1e9);
    System.out.printf("  %,.0f commits/s%n", rate);
    return rate;
  }

  private long run(double seconds) {
    long end = System.nanoTime() + (long) (seconds * 1e9);
    return Workers.run(writers, writer -> write(end));
  }

  private long write(long end) throws SQLException {
    try (Connection connection =
            DriverManager.getConnection(
                bed.mysql().jdbcUrl("raw") + BenchOutbox.URL_OPTIONS,
                bed.mysql().adminUsername(),
                bed.mysql().adminPassword());
        PreparedStatement insert =
            connection.prepareStatement("INSERT INTO one_row (buyer) VALUES (?)")) {
      long count = 0;
      while (System.nanoTime() < end) {
        insert.setString(1, "somebody");
        insert.executeUpdate();
        count++;
      }
      return count;
    }
  }
}
