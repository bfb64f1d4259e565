package dev.outbox.starter.inbox;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tag;
import io.micrometer.core.instrument.Tags;

/** Counts what became of received events: {@code outbox.inbox.events} by type and outcome. */
final class InboxMetrics {

  private final MeterRegistry registry;

  InboxMetrics(MeterRegistry registry) {
    this.registry = registry;
  }

  void handled(String type) {
    count("handled", type, 1);
  }

  /**
   * Normal after a crash or a rebalance; a steady stream of them means a producer repeats itself.
   */
  void duplicate(String type) {
    count("duplicate", type, 1);
  }

  /** A different event under an id that is known: it was not handled. Look at the log. */
  void conflicting(String type) {
    count("conflicting", type, 1);
  }

  /** A handler's failure; the event's key is parked. Steady growth wants a look at the log. */
  void failed(String type) {
    count("failed", type, 1);
  }

  /** An event that was set aside: it failed, broke its contract, or waits behind one that did. */
  void parked(String type) {
    count("parked", type, 1);
  }

  /** An event that an operator has taken away. */
  void discarded(String type) {
    count("discarded", type, 1);
  }

  /** Events of types without a handler; the type is left out, since anybody may invent some. */
  void ignored(int events) {
    if (events > 0) {
      count("ignored", "other", events);
    }
  }

  private void count(String outcome, String type, int events) {
    Counter.builder("outbox.inbox.events")
        .description("Events received, by type and by what became of them")
        .tags(Tags.of(Tag.of("outcome", outcome), Tag.of("type", type)))
        .register(registry)
        .increment(events);
  }
}
