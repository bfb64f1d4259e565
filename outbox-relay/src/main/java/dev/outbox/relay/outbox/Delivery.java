package dev.outbox.relay.outbox;

/** How events reach their topics. */
public enum Delivery {
  /**
   * Each event once, in Kafka transactions: consumers that read {@code read_committed} see no event
   * twice, whatever is killed.
   */
  EXACTLY_ONCE,

  /**
   * Without transactions, which is sooner by some milliseconds: after a crash the last events are
   * published again, with the same ids, and a relay that was paused and replaced may still publish
   * a few.
   */
  AT_LEAST_ONCE
}
