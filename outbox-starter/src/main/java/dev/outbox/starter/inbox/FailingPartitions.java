package dev.outbox.starter.inbox;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The partitions that are held up by an event whose handler fails. Thread-safe.
 *
 * <p>A partition that has moved to another instance is neither failed nor succeeded here any more,
 * so an entry that is not renewed by retries is forgotten after a while.
 */
final class FailingPartitions {

  private final Clock clock;
  private final Duration forgetAfter;
  private final Map<String, Failure> failures = new ConcurrentHashMap<>();

  FailingPartitions(Clock clock, Duration forgetAfter) {
    this.clock = clock;
    this.forgetAfter = forgetAfter;
  }

  void failed(String partition, String place, String type, String reason) {
    Instant now = clock.instant();
    failures.compute(
        partition,
        (key, known) ->
            known != null && known.place().equals(place)
                ? new Failure(place, type, reason, known.attempts() + 1, known.since(), now)
                : new Failure(place, type, reason, 1, now, now));
  }

  void succeeded(String partition) {
    failures.remove(partition);
  }

  /** The failures by partition. */
  Map<String, Failure> current() {
    Instant oldest = clock.instant().minus(forgetAfter);
    failures.values().removeIf(failure -> failure.last().isBefore(oldest));
    return new TreeMap<>(failures);
  }

  /**
   * An event whose handler fails.
   *
   * @param place where the record is: {@code topic-partition@offset}
   * @param type its CloudEvents type
   * @param reason the exception
   * @param attempts how often it was tried
   * @param since when it failed first
   * @param last when it failed last
   */
  record Failure(
      String place, String type, String reason, int attempts, Instant since, Instant last) {}
}
