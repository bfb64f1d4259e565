package dev.outbox.relay.status;

import dev.outbox.relay.outbox.OutboxStatus;
import dev.outbox.relay.outbox.Outboxes;
import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.binder.MeterBinder;
import org.springframework.stereotype.Component;

/**
 * The outboxes as metrics, each tagged with the outbox's name.
 *
 * <ul>
 *   <li>{@code outbox.relay.published}: events that Kafka has acknowledged. If it stands still
 *       while the backlog grows, look at the outbox's error in {@code GET /api/outboxes}.
 *   <li>{@code outbox.relay.backlog}: rows that wait. If it grows while events are published, the
 *       services write faster than the relay moves: raise {@code outbox.relay.polling.batch-size}.
 *   <li>{@code outbox.relay.oldest.age}: age of the oldest row in seconds, 0 if none waits. The one
 *       to alert on: consumers are that far behind.
 * </ul>
 *
 * <p>Backlog and age are NaN while they are not known.
 */
@Component
class OutboxMetrics implements MeterBinder {

  private final Outboxes outboxes;

  OutboxMetrics(Outboxes outboxes) {
    this.outboxes = outboxes;
  }

  @Override
  public void bindTo(MeterRegistry registry) {
    outboxes.statuses().forEach(status -> bind(status, registry));
  }

  private static void bind(OutboxStatus status, MeterRegistry registry) {
    String name = status.outbox().name();
    FunctionCounter.builder("outbox.relay.published", status, OutboxStatus::published)
        .description("Events that Kafka has acknowledged since the relay started")
        .tag("outbox", name)
        .register(registry);
    Gauge.builder("outbox.relay.backlog", status, OutboxMetrics::backlog)
        .description("Rows in the outbox that are not published and deleted yet")
        .tag("outbox", name)
        .register(registry);
    Gauge.builder("outbox.relay.oldest.age", status, OutboxMetrics::oldestAge)
        .description("How long ago the oldest waiting row was written, by the database's clock")
        .baseUnit("seconds")
        .tag("outbox", name)
        .register(registry);
  }

  private static double backlog(OutboxStatus status) {
    return status.backlog().map(backlog -> (double) backlog.events()).orElse(Double.NaN);
  }

  private static double oldestAge(OutboxStatus status) {
    return status
        .backlog()
        .map(backlog -> OutboxView.seconds(backlog.oldestAge()))
        .orElse(Double.NaN);
  }
}
