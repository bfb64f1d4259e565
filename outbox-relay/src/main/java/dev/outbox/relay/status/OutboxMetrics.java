package dev.outbox.relay.status;

import dev.outbox.relay.outbox.OutboxStatus;
import dev.outbox.relay.outbox.Outboxes;
import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import io.micrometer.core.instrument.binder.MeterBinder;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.springframework.stereotype.Component;

/**
 * The outboxes as metrics, each tagged with the outbox's name.
 *
 * <ul>
 *   <li>{@code outbox.relay.published}: events that Kafka has acknowledged. If it stands still
 *       while the backlog grows, look at the outbox's error in {@code GET /api/outboxes}.
 *   <li>{@code outbox.relay.backlog}: events that wait. While the log is followed, those that were
 *       read from it and are not published; otherwise the rows of the table, parked ones among
 *       them. If it grows while events are published, the services write faster than the relay
 *       moves: raise {@code outbox.relay.transaction.max-events}, or in mode {@code polling} {@code
 *       outbox.relay.polling.batch-size}.
 *   <li>{@code outbox.relay.oldest.age}: age of the oldest of them in seconds, 0 if none waits. The
 *       one to alert on: consumers are that far behind.
 *   <li>{@code outbox.relay.lag}: how long the last event of each transaction took from its commit
 *       to Kafka's acknowledgement, as a timer. While the backlog is small and this rises, Kafka or
 *       the database is slow; it includes how far their clocks are apart.
 *   <li>{@code outbox.relay.lag.last}: the last of these in seconds.
 *   <li>{@code outbox.relay.parked.keys}: keys whose events wait for an operator. If it is not 0,
 *       {@code GET /api/parked} says why and what to do.
 *   <li>{@code outbox.relay.undeleted.rows}: published rows that are not deleted yet. Usually gone
 *       within a second; if it keeps rising, the outbox's error in {@code GET /api/outboxes} says
 *       what keeps MySQL from deleting them.
 *   <li>{@code outbox.relay.healthy}: 1 if the outbox is as it should be, else 0. {@code GET
 *       /api/outboxes} says what is wrong, and what to do.
 * </ul>
 *
 * <p>Backlog and age are NaN while they are not known.
 */
@Component
class OutboxMetrics implements MeterBinder {

  private static final Duration[] BUCKETS = {
    Duration.ofMillis(10),
    Duration.ofMillis(50),
    Duration.ofMillis(250),
    Duration.ofSeconds(1),
    Duration.ofSeconds(10),
    Duration.ofMinutes(1)
  };

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
        .description("Events that wait to be published")
        .tag("outbox", name)
        .register(registry);
    Gauge.builder("outbox.relay.oldest.age", status, OutboxMetrics::oldestAge)
        .description("How old the oldest event is that waits to be published")
        .baseUnit("seconds")
        .tag("outbox", name)
        .register(registry);
    Timer lag =
        Timer.builder("outbox.relay.lag")
            .description("From an event's commit to Kafka's acknowledgement")
            .serviceLevelObjectives(BUCKETS)
            .tag("outbox", name)
            .register(registry);
    status.onLag(micros -> lag.record(micros, TimeUnit.MICROSECONDS));
    Gauge.builder("outbox.relay.lag.last", status, s -> s.lagMicros() / 1e6)
        .description("The last event's time from its commit to Kafka's acknowledgement")
        .baseUnit("seconds")
        .tag("outbox", name)
        .register(registry);
    FunctionCounter.builder("outbox.relay.overlooked.rows", status, OutboxStatus::overlookedRows)
        .description("Rows that the log did not bring and that were found in the table")
        .tag("outbox", name)
        .register(registry);
    Gauge.builder("outbox.relay.parked.keys", status, s -> s.parked().size())
        .description("Keys whose events wait for an operator")
        .tag("outbox", name)
        .register(registry);
    Gauge.builder("outbox.relay.undeleted.rows", status, OutboxStatus::undeletedRows)
        .description("Published rows that are not deleted yet")
        .tag("outbox", name)
        .register(registry);
    Gauge.builder("outbox.relay.healthy", status, s -> s.condition().state().healthy() ? 1 : 0)
        .description("1 if the outbox is as it should be, else 0")
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
