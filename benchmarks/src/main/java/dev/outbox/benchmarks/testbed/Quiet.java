package dev.outbox.benchmarks.testbed;

import java.time.Duration;

/**
 * Waits until the machine has nothing else to do, so that one measurement does not disturb the
 * next.
 */
public final class Quiet {

  private static final Duration LOOK = Duration.ofSeconds(2);
  private static final Duration PATIENCE = Duration.ofSeconds(20);
  private static final double IDLE_SHARE = 0.8;

  private Quiet() {}

  public static void await() {
    int cores = Runtime.getRuntime().availableProcessors();
    long deadline = System.nanoTime() + PATIENCE.toNanos();
    while (System.nanoTime() < deadline) {
      double idle = ProcessFigures.idleSeconds();
      Waiting.pause(LOOK);
      double share = (ProcessFigures.idleSeconds() - idle) / (cores * (double) LOOK.toSeconds());
      if (share >= IDLE_SHARE) {
        return;
      }
    }
    System.out.println(
        "  The machine is busy with something else: figures may be worse than they are.");
  }
}
