package dev.outbox.starter.inbox;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The partitions whose events cannot be taken now, since the database does not allow it.
 * Thread-safe.
 *
 * <p>A partition that has moved to another instance neither fails nor succeeds here any more, so an
 * entry that is not renewed by further attempts is forgotten after a while.
 */
final class StalledPartitions {

  private final Clock clock;
  private final Duration forgetAfter;
  private final Map<String, Stall> stalls = new ConcurrentHashMap<>();

  StalledPartitions(Clock clock, Duration forgetAfter) {
    this.clock = clock;
    this.forgetAfter = forgetAfter;
  }

  void failed(String partition, String reason) {
    Instant now = clock.instant();
    stalls.compute(
        partition,
        (key, known) ->
            known == null
                ? new Stall(reason, 1, now, now)
                : new Stall(reason, known.attempts() + 1, known.since(), now));
  }

  void succeeded(String partition) {
    stalls.remove(partition);
  }

  /** The stalls by partition. */
  Map<String, Stall> current() {
    Instant oldest = clock.instant().minus(forgetAfter);
    stalls.values().removeIf(stall -> stall.last().isBefore(oldest));
    return new TreeMap<>(stalls);
  }

  /**
   * Why a partition does not move.
   *
   * @param reason the exception
   * @param attempts how often its next batch was tried
   * @param since when it failed first
   * @param last when it failed last
   */
  record Stall(String reason, int attempts, Instant since, Instant last) {}
}
