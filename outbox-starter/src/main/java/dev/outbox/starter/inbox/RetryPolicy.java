package dev.outbox.starter.inbox;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** When parked keys are tried again. */
final class RetryPolicy {

  private final InboxProperties.Retry retry;

  RetryPolicy(InboxProperties.Retry retry) {
    this.retry = retry;
  }

  /**
   * How long to wait after an attempt has failed.
   *
   * @param attempts how often the event has been tried, at least once
   * @return null if it should not be tried again by itself
   */
  @Nullable Duration delayAfter(int attempts) {
    if (attempts >= retry.maxAttempts()) {
      return null;
    }
    double factor = Math.pow(retry.multiplier(), attempts - 1.0);
    double millis =
        Math.min(retry.initialDelay().toMillis() * factor, (double) retry.maxDelay().toMillis());
    return Duration.ofMillis((long) millis);
  }

  /** How long to wait after a failure that does not count. */
  Duration pause() {
    return retry.initialDelay();
  }
}
