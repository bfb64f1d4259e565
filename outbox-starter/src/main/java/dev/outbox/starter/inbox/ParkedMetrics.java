package dev.outbox.starter.inbox;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.binder.MeterBinder;
import java.time.Duration;
import java.util.function.ToDoubleFunction;
import org.jspecify.annotations.Nullable;

/**
 * Gauges of what is parked: {@code outbox.inbox.parked.keys}, {@code .waiting} (for an operator,
 * who should look at {@code GET /inbox/parked}) and {@code .oldest.age}. They are asked of MySQL at
 * most once a second, and NaN while it does not answer. Thread-safe.
 */
final class ParkedMetrics implements MeterBinder {

  private static final Duration FRESH = Duration.ofSeconds(1);

  private final ParkedListing parked;
  private @Nullable ParkedSummary last;
  private long asked;

  ParkedMetrics(ParkedListing parked) {
    this.parked = parked;
  }

  @Override
  public void bindTo(MeterRegistry registry) {
    gauge("keys", "Keys that are parked", null, ParkedSummary::keys).register(registry);
    gauge(
            "waiting",
            "Parked keys that wait for an operator",
            null,
            ParkedSummary::waitingForOperator)
        .register(registry);
    gauge(
            "oldest.age",
            "How long the oldest parked key has been parked",
            "seconds",
            ParkedSummary::oldestSeconds)
        .register(registry);
  }

  private Gauge.Builder<ParkedMetrics> gauge(
      String name,
      String description,
      @Nullable String unit,
      ToDoubleFunction<ParkedSummary> value) {
    return Gauge.builder("outbox.inbox.parked." + name, this, metrics -> metrics.value(value))
        .description(description)
        .baseUnit(unit);
  }

  private double value(ToDoubleFunction<ParkedSummary> value) {
    ParkedSummary summary = summary();
    return summary == null ? Double.NaN : value.applyAsDouble(summary);
  }

  private synchronized @Nullable ParkedSummary summary() {
    long now = System.nanoTime();
    if (asked == 0 || now - asked > FRESH.toNanos()) {
      asked = now;
      try {
        last = parked.summary();
      } catch (RuntimeException e) {
        last = null;
      }
    }
    return last;
  }
}
