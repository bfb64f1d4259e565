package dev.outbox.relay.worker;

import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The outboxes of one source whose work failed in a way that the relay does not know. What was sent
 * with the failed work is given up, so the source is taken over again; meanwhile a failed outbox is
 * left alone, a longer time after each failure, and the others go on. Safe for use by several
 * threads.
 */
final class FailedOutboxes {

  private static final Duration FIRST_PAUSE = Duration.ofSeconds(1);
  private static final Duration MAX_PAUSE = Duration.ofMinutes(1);

  private final Map<String, Failed> failed = new ConcurrentHashMap<>();

  private record Failed(BackOff pauses, String message, long untilNanos) {}

  /** Notes a failure, and how long the outbox is left alone. */
  void add(OutboxFailedException failure) {
    failed.compute(
        failure.outbox(),
        (outbox, before) -> {
          BackOff pauses = before == null ? new BackOff(FIRST_PAUSE, MAX_PAUSE) : before.pauses();
          return new Failed(
              pauses,
              ("Unexpected: %s. The outbox is left alone for a while and tried again, other outboxes"
                      + " go on. Please report what the log says")
                  .formatted(failure.getCause()),
              System.nanoTime() + pauses.next().toNanos());
        });
  }

  /** Leaves an outbox alone if it has failed lately. */
  void applyTo(Lane lane) {
    Failed failure = failed.get(lane.name());
    if (failure != null) {
      lane.failed(failure.message(), failure.untilNanos());
    }
  }

  /** Forgets the failures of an outbox, which works again. */
  void forget(String outbox) {
    if (!failed.isEmpty()) {
      failed.remove(outbox);
    }
  }
}
