package dev.outbox.notification.journey;

import static dev.outbox.notification.journey.JourneyState.CANCELLED;
import static dev.outbox.notification.journey.JourneyState.CONFIRMED;
import static dev.outbox.notification.journey.JourneyState.REJECTED;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.time.Duration;
import java.util.Locale;
import java.util.stream.Stream;

/**
 * Counts what became of events and orders since the start of this instance. After a transaction
 * that was aborted, events are read and counted again.
 */
final class JourneyMetrics {

  /** A timer holds no more than 292 years. */
  private static final Duration LONGEST = Duration.ofDays(36_500);

  private final MeterRegistry registry;
  private final Timer duration;
  private final Counter stalled;

  JourneyMetrics(MeterRegistry registry) {
    this.registry = registry;
    this.duration =
        Timer.builder("journeys.duration")
            .description("Time from an order to its first outcome")
            .publishPercentiles(0.5, 0.95, 0.99)
            .register(registry);
    // Shown from the start: what begins with 1 does not rise.
    Stream.of("merged", "duplicate", "unreadable").forEach(this::events);
    Stream.of(CONFIRMED, REJECTED, CANCELLED).forEach(this::outcomes);
    this.stalled =
        Counter.builder("journeys.stalled.raised")
            .description("Sagas that did not move for too long")
            .register(registry);
  }

  /** An event that became a step. */
  void merged() {
    events("merged").increment();
  }

  /** An event that was known, or one more of a journey that has too many. */
  void duplicate() {
    events("duplicate").increment();
  }

  /** A record that cannot be read: look at the topic {@code journey-unreadable}. */
  void unreadable() {
    events("unreadable").increment();
  }

  /** An order is CONFIRMED, REJECTED or CANCELLED now; one that is cancelled late counts twice. */
  void outcome(JourneyState state) {
    outcomes(state).increment();
  }

  /** How long an order took; negative where the writers' clocks differ, which is left out. */
  void took(Duration time) {
    duration.record(time.compareTo(LONGEST) < 0 ? time : LONGEST);
  }

  /** {@code SagaStalled} was raised: a service, the relay or Kafka is slow or down. */
  void stalled() {
    stalled.increment();
  }

  private Counter events(String outcome) {
    return Counter.builder("journeys.events")
        .description("Events read for journeys, by what became of them")
        .tag("outcome", outcome)
        .register(registry);
  }

  private Counter outcomes(JourneyState state) {
    return Counter.builder("journeys.outcomes")
        .description("Orders by outcome")
        .tag("outcome", state.name().toLowerCase(Locale.ROOT))
        .register(registry);
  }
}
