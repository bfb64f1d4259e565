package dev.outbox.starter.inbox;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Queue;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Tries the keys that are due, some events of each in turn, so that none holds up the others. */
final class RetryTask implements Supplier<Duration> {

  private static final Logger log = LoggerFactory.getLogger(RetryTask.class);
  private static final int KEYS = 100;
  private static final int EVENTS_IN_TURN = 100;
  private static final Duration LONGEST_PAUSE = Duration.ofSeconds(1);

  private final ParkedTable parked;
  private final ParkedRetries retries;
  private final RetryPolicy policy;
  private final Queue<String> turn = new ArrayDeque<>();

  RetryTask(ParkedTable parked, ParkedRetries retries, RetryPolicy policy) {
    this.parked = parked;
    this.retries = retries;
    this.policy = policy;
  }

  /** Takes one key, so that it ends soon when the application does. */
  @Override
  public Duration get() {
    if (turn.isEmpty()) {
      turn.addAll(parked.due(KEYS));
    }
    String key = turn.poll();
    if (key != null) {
      retry(key);
      return Duration.ZERO;
    }
    Duration pause = policy.pause();
    return pause.compareTo(LONGEST_PAUSE) < 0 ? pause : LONGEST_PAUSE;
  }

  private void retry(String key) {
    try {
      for (int i = 0; i < EVENTS_IN_TURN; i++) {
        if (retries.nextIfDue(key).state() != ParkedRetries.State.HANDLED) {
          return;
        }
      }
    } catch (RuntimeException e) {
      // Not the event's fault, so not counted; but the next key is tried before this one is again.
      log.warn(
          "The key '{}' cannot be retried now: {}", LogText.of(key), LogText.of(Faults.reason(e)));
      log.debug("The key '{}' cannot be retried now", LogText.of(key), e);
      parked.retryAfter(key, policy.pause());
    }
  }
}
