package dev.outbox.benchmarks.saga;

import dev.outbox.benchmarks.testbed.BenchmarkException;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** An order and its times, all by {@link System#nanoTime}. */
final class PlacedOrder {

  private static final Duration LIMIT = Duration.ofSeconds(60);

  private final long number;
  private final long due;
  private final CompletableFuture<Long> confirmed = new CompletableFuture<>();
  private volatile long answered;

  PlacedOrder(long number, long due) {
    this.number = number;
    this.due = due;
  }

  long number() {
    return number;
  }

  void answered(long nanos) {
    answered = nanos;
  }

  void confirmed(long nanos) {
    confirmed.complete(nanos);
  }

  /** How long after it was due it was answered. */
  long nanosUntilAnswered() {
    return answered - due;
  }

  /**
   * Waits until it is confirmed.
   *
   * @return how long after it was due that was
   */
  long awaitConfirmed() {
    try {
      return confirmed.get(LIMIT.toSeconds(), TimeUnit.SECONDS) - due;
    } catch (TimeoutException e) {
      throw new BenchmarkException(
          "The order of customer c-%d was taken and is not confirmed after %d s."
              .formatted(number, LIMIT.toSeconds()),
          e);
    } catch (ExecutionException e) {
      throw new BenchmarkException("No order fails: " + e.getCause(), e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new BenchmarkException("Interrupted", e);
    }
  }
}
