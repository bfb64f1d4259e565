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
    count("handled", type);
  }

  /**
   * Normal after a crash or a rebalance; a steady stream of them means a producer repeats itself.
   */
  void duplicate(String type) {
    count("duplicate", type);
  }

  /** A handler's failure; the event is retried. Steady growth wants a look at health and log. */
  void failed(String type) {
    count("failed", type);
  }

  /** Events of types without a handler; the type is left out, since anybody may invent some. */
  void ignored() {
    count("ignored", "other");
  }

  private void count(String outcome, String type) {
    Counter.builder("outbox.inbox.events")
        .description("Events received, by type and by what became of them")
        .tags(Tags.of(Tag.of("outcome", outcome), Tag.of("type", type)))
        .register(registry)
        .increment();
  }
}
