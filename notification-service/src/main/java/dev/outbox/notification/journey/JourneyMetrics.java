package dev.outbox.notification.journey;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.time.Duration;
import java.util.Locale;

/**
 * Counts what became of events and orders since the start of this instance. After a transaction
 * that was aborted, events are read and counted again.
 */
final class JourneyMetrics {

  private final MeterRegistry registry;
  private final Timer duration;

  JourneyMetrics(MeterRegistry registry) {
    this.registry = registry;
    this.duration =
        Timer.builder("journeys.duration")
            .description("Time from an order to its first outcome")
            .publishPercentiles(0.5, 0.95, 0.99)
            .register(registry);
  }

  /** An event that became a step. */
  void merged() {
    event("merged");
  }

  /** An event that was known, or one more of a journey that has too many. */
  void duplicate() {
    event("duplicate");
  }

  /** A record that cannot be read: look at the topic {@code journey-unreadable}. */
  void unreadable() {
    event("unreadable");
  }

  /** An order is CONFIRMED, REJECTED or CANCELLED now; one that is cancelled late counts twice. */
  void outcome(JourneyState state) {
    Counter.builder("journeys.outcomes")
        .description("Orders by outcome")
        .tag("outcome", state.name().toLowerCase(Locale.ROOT))
        .register(registry)
        .increment();
  }

  /** How long an order took; negative where the writers' clocks differ, which is left out. */
  void took(Duration time) {
    duration.record(time);
  }

  /** {@code SagaStalled} was raised: a service, the relay or Kafka is slow or down. */
  void stalled() {
    Counter.builder("journeys.stalled.raised")
        .description("Sagas that did not move for too long")
        .register(registry)
        .increment();
  }

  private void event(String outcome) {
    Counter.builder("journeys.events")
        .description("Events read for journeys, by what became of them")
        .tag("outcome", outcome)
        .register(registry)
        .increment();
  }
}
