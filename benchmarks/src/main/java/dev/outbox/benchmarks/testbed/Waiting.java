package dev.outbox.benchmarks.testbed;

import java.time.Duration;
import java.util.function.BooleanSupplier;

/** Pauses and waits. */
public final class Waiting {

  private static final Duration STEP = Duration.ofMillis(50);

  private Waiting() {}

  public static void pause(Duration duration) {
    try {
      Thread.sleep(duration.toMillis());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new BenchmarkException("Interrupted", e);
    }
  }

  /**
   * Waits until something is so.
   *
   * @throws BenchmarkException if it is not in time; it names what was waited for
   */
  public static void until(String what, Duration limit, BooleanSupplier condition) {
    long deadline = System.nanoTime() + limit.toNanos();
    while (!condition.getAsBoolean()) {
      if (System.nanoTime() > deadline) {
        throw new BenchmarkException(
            "Waited %d s in vain: %s".formatted(limit.toSeconds(), what), null);
      }
      pause(STEP);
    }
  }
}
