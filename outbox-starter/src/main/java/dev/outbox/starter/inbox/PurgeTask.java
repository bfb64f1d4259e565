package dev.outbox.starter.inbox;

import java.time.Duration;
import java.util.function.Supplier;

/** Forgets old ids in small steps, each a transaction of its own. */
final class PurgeTask implements Supplier<Duration> {

  private static final int STEP = 1_000;
  private static final Duration BETWEEN_STEPS = Duration.ofMillis(50);
  private static final Duration PAUSE = Duration.ofMinutes(1);

  private final HandledIds ids;
  private final Duration retention;

  PurgeTask(HandledIds ids, Duration retention) {
    this.ids = ids;
    this.retention = retention;
  }

  @Override
  public Duration get() {
    return ids.forget(retention, STEP) == STEP ? BETWEEN_STEPS : PAUSE;
  }
}
