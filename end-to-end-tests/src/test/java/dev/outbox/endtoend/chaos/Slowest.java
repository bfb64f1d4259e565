package dev.outbox.endtoend.chaos;

import java.time.Duration;
import java.util.Locale;

/** The longest time that a takeover took. */
final class Slowest {

  private final Duration limit;
  private long nanos;

  Slowest(Duration limit) {
    this.limit = limit;
  }

  void took(long time) {
    nanos = Math.max(nanos, time);
  }

  @Override
  public String toString() {
    return String.format(
        Locale.ROOT, "slowest takeover %.1f s, promised %d s", nanos / 1e9, limit.toSeconds());
  }
}
