package dev.outbox.starter.inbox;

import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.transaction.TransactionStatus;
import org.springframework.transaction.support.TransactionOperations;

/**
 * Handles the events of parked keys, in order, each in a transaction that locks its key: whoever
 * delivers further events of the key waits for one handler at most, and then sees whether the key
 * is still parked. Thread-safe.
 */
final class ParkedRetries {

  private static final Logger log = LoggerFactory.getLogger(ParkedRetries.class);

  private final ParkedTable parked;
  private final EventReader reader;
  private final HandlerCalls calls;
  private final RetryPolicy retry;
  private final TransactionOperations transaction;
  private final InboxMetrics metrics;

  ParkedRetries(
      ParkedTable parked,
      EventReader reader,
      HandlerCalls calls,
      RetryPolicy retry,
      TransactionOperations transaction,
      InboxMetrics metrics) {
    this.parked = parked;
    this.reader = reader;
    this.calls = calls;
    this.retry = retry;
    this.transaction = transaction;
    this.metrics = metrics;
  }

  /**
   * How far a key got.
   *
   * @param state what is next
   * @param failure why its first event failed again; null unless it did
   */
  record Step(State state, @Nullable String failure) {}

  /** What is next. */
  enum State {
    /** An event was handled, and others wait. */
    HANDLED,
    /** An event was handled, and none is left: the key is no longer parked. */
    UNPARKED,
    /** There was nothing to do: the key is not parked, or not due, or somebody else is at it. */
    NOTHING,
    /** The first event failed, and waits for the next attempt or for an operator. */
    FAILED
  }

  /** Handles the first event of a key, if the key is due and nobody else is at it. */
  Step nextIfDue(String key) {
    return next(key, parked::lockDue);
  }

  /** Handles the first event of a key, due or not, after those who are at it. */
  Step next(String key) {
    return next(key, parked::lock);
  }

  private Step next(String key, Predicate<String> lock) {
    Attempt attempt = new Attempt(key, lock);
    try {
      Step step = Objects.requireNonNull(transaction.execute(attempt::run));
      attempt.handled();
      return step;
    } catch (EventFailedException e) {
      return failed(attempt, e);
    } catch (RuntimeException | Error e) {
      IncomingEvent event = attempt.incoming;
      if (event == null || (Faults.ofInfrastructure(e) && !Faults.mayBeOfEvent(e))) {
        throw e;
      }
      // The commit failed, of this event alone.
      return failed(attempt, new EventFailedException(event, e));
    }
  }

  private Step failed(Attempt attempt, EventFailedException failure) {
    IncomingEvent event = failure.event();
    metrics.failed(event.type());
    log.debug("{} {} failed again", event.type(), event.id(), failure);
    boolean written = fail(Objects.requireNonNull(attempt.first), failure);
    return written ? new Step(State.FAILED, failure.reason()) : new Step(State.NOTHING, null);
  }

  private boolean fail(ParkedEvent event, EventFailedException failure) {
    return Boolean.TRUE.equals(
        transaction.execute(
            status -> {
              boolean failed = parked.lock(event.key()) && parked.failed(event, failure.reason());
              if (failed) {
                postpone(event, failure);
              }
              return failed;
            }));
  }

  private void postpone(ParkedEvent event, EventFailedException failure) {
    Duration delay = failure.passes() ? retry.delayAfter(event.attempts() + 1) : null;
    parked.retryAfter(event.key(), delay);
    log.warn(
        "{} {} failed again, the key '{}' {}: {}",
        failure.event().type(),
        event.id(),
        LogText.of(event.key()),
        delay == null ? "waits for an operator" : "is tried again in " + delay,
        LogText.of(failure.reason()));
  }

  /** One try, which remembers what it was about. */
  private final class Attempt {

    private final String key;
    private final Predicate<String> lock;
    private @Nullable ParkedEvent first;
    private @Nullable IncomingEvent incoming;

    Attempt(String key, Predicate<String> lock) {
      this.key = key;
      this.lock = lock;
    }

    /** Tells of what was handled, once that is committed. */
    void handled() {
      if (first != null) {
        metrics.handled(String.valueOf(first.record().type()));
        log.info("{} {} was handled, after it had been parked", first.record().type(), first.id());
      }
    }

    Step run(TransactionStatus status) {
      if (!lock.test(key)) {
        return new Step(State.NOTHING, null);
      }
      Optional<ParkedEvent> found = parked.first(key);
      if (found.isEmpty()) {
        parked.unparkIfEmpty(key);
        return new Step(State.NOTHING, null);
      }
      ParkedEvent event = found.get();
      first = event;
      IncomingEvent again = reader.readAgain(event);
      incoming = again;
      if (again.breach() != null) {
        throw new EventFailedException(again, again.breach());
      }
      calls.prepare(List.of(again));
      calls.handle(again, status);
      parked.remove(event.number());
      boolean unparked = parked.unparkIfEmpty(key);
      return new Step(unparked ? State.UNPARKED : State.HANDLED, null);
    }
  }
}
