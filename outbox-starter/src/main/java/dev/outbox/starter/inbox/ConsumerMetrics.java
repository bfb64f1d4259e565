package dev.outbox.starter.inbox;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.binder.MeterBinder;

/**
 * Gauges of the consumer, which say what health says. {@code outbox.inbox.bound}: 1 if all topics
 * are consumed, else 0; if it stays 0, look at Kafka. {@code outbox.inbox.stalled.partitions}:
 * those whose events the database does not let be handled; if it stays above 0, look at the reasons
 * in health.
 */
final class ConsumerMetrics implements MeterBinder {

  private final ConsumerState state;
  private final StalledPartitions stalled;

  ConsumerMetrics(ConsumerState state, StalledPartitions stalled) {
    this.state = state;
    this.stalled = stalled;
  }

  @Override
  public void bindTo(MeterRegistry registry) {
    Gauge.builder("outbox.inbox.bound", state, s -> s.isBound() ? 1 : 0)
        .description("1 if all topics are consumed, else 0")
        .register(registry);
    Gauge.builder("outbox.inbox.stalled.partitions", stalled, s -> s.current().size())
        .description("Partitions whose events the database does not let be handled")
        .register(registry);
  }
}
