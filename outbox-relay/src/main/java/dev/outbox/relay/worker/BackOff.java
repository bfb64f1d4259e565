package dev.outbox.relay.worker;

import java.time.Duration;

/** Pauses that start short and double up to a ceiling. Not safe for use by several threads. */
final class BackOff {

  private final Duration first;
  private final Duration ceiling;
  private Duration next;

  BackOff(Duration first, Duration ceiling) {
    this.first = first.compareTo(ceiling) < 0 ? first : ceiling;
    this.ceiling = ceiling;
    this.next = this.first;
  }

  /** The pause to make now. */
  Duration next() {
    Duration pause = next;
    Duration doubled = pause.multipliedBy(2);
    next = doubled.compareTo(ceiling) < 0 ? doubled : ceiling;
    return pause;
  }

  /** Starts with the shortest pause again. */
  void reset() {
    next = first;
  }
}
