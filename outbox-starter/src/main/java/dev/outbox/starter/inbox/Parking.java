package dev.outbox.starter.inbox;

import java.time.Duration;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.transaction.support.TransactionOperations;

/** What operators can have done with parked keys. Thread-safe. */
final class Parking {

  private static final Logger log = LoggerFactory.getLogger(Parking.class);

  /** What is left of a long key then goes on in the background. */
  private static final Duration PATIENCE = Duration.ofSeconds(20);

  /** So long nobody else begins with a released key; then it is due, should this process die. */
  private static final Duration RESERVED = PATIENCE.multipliedBy(2);

  private final ParkedTable parked;
  private final ParkedRetries retries;
  private final TransactionOperations transaction;
  private final InboxMetrics metrics;

  Parking(
      ParkedTable parked,
      ParkedRetries retries,
      TransactionOperations transaction,
      InboxMetrics metrics) {
    this.parked = parked;
    this.retries = retries;
    this.transaction = transaction;
    this.metrics = metrics;
  }

  /**
   * What a release has come to.
   *
   * @param handled how many events were handled
   * @param left how many wait
   * @param failure why the first of them failed again; null unless it did
   */
  record Release(int handled, long left, @Nullable String failure) {}

  /**
   * Has the events of a key handled, in order, until none is left or one fails again. Attempts are
   * counted anew.
   *
   * @throws NotParkedException if the key is not parked
   */
  Release release(String key) {
    transaction.executeWithoutResult(
        status -> {
          if (!parked.lock(key)) {
            throw new NotParkedException("The key '%s' is not parked".formatted(LogText.of(key)));
          }
          Long first = parked.firstNumber(key);
          if (first != null) {
            parked.forgetAttempts(first);
          }
          parked.retryAfter(key, RESERVED);
        });
    log.info("The key '{}' was released by an operator", LogText.of(key));
    long deadline = System.nanoTime() + PATIENCE.toNanos();
    int handled = 0;
    while (System.nanoTime() < deadline) {
      ParkedRetries.Step step = retries.next(key);
      switch (step.state()) {
        case HANDLED -> handled++;
        case UNPARKED -> {
          return new Release(handled + 1, 0, null);
        }
        case FAILED -> {
          return new Release(handled, parked.count(key), step.failure());
        }
        case NOTHING -> {
          return new Release(handled, parked.count(key), null);
        }
      }
    }
    transaction.executeWithoutResult(status -> parked.retryAfter(key, Duration.ZERO));
    return new Release(handled, parked.count(key), null);
  }

  /**
   * Takes an event away, and keeps it in {@code inbox_discarded}. If it was the last one of its
   * key, the key is no longer parked.
   *
   * @return how many events of the key are left
   * @throws NotParkedException if there is no such event
   */
  long discard(String key, String id) {
    ParkedEvent discarded =
        Objects.requireNonNull(transaction.execute(status -> discardNow(key, id)));
    metrics.discarded(String.valueOf(discarded.record().type()));
    log.warn("The event {} of the key '{}' was discarded by an operator", id, LogText.of(key));
    return parked.count(key);
  }

  private ParkedEvent discardNow(String key, String id) {
    Optional<ParkedEvent> event = parked.lock(key) ? parked.event(key, id) : Optional.empty();
    ParkedEvent found =
        event.orElseThrow(
            () ->
                new NotParkedException(
                    "No event '%s' of the key '%s' is parked"
                        .formatted(LogText.of(id), LogText.of(key))));
    parked.discard(found.number());
    parked.unparkIfEmpty(key);
    return found;
  }
}
