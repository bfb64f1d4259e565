package dev.outbox.benchmarks.testbed;

import java.util.Arrays;

/**
 * Percentiles of times, in milliseconds.
 *
 * @param count of times
 * @param p50 the median
 * @param max the longest
 */
public record Percentiles(int count, double p50, double p95, double p99, double max) {

  /**
   * Percentiles by the nearest rank.
   *
   * @param nanos the times; at least one
   */
  public static Percentiles of(long[] nanos) {
    if (nanos.length == 0) {
      throw new IllegalArgumentException("There are no times");
    }
    long[] sorted = nanos.clone();
    Arrays.sort(sorted);
    return new Percentiles(
        sorted.length,
        rank(sorted, 0.5),
        rank(sorted, 0.95),
        rank(sorted, 0.99),
        sorted[sorted.length - 1] / 1e6);
  }

  private static double rank(long[] sorted, double share) {
    int rank = (int) Math.ceil(share * sorted.length);
    return sorted[Math.max(0, rank - 1)] / 1e6;
  }
}
