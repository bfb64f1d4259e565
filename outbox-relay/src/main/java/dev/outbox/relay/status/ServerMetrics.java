package dev.outbox.relay.status;

import dev.outbox.relay.worker.ServerCounts;
import dev.outbox.relay.worker.ServerRelay;
import dev.outbox.relay.worker.ServerRelays;
import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.binder.MeterBinder;
import org.springframework.stereotype.Component;

/**
 * The servers as metrics, each tagged with the server's name.
 *
 * <ul>
 *   <li>{@code outbox.relay.owner}: 1 if this relay owns the server, else 0. Over all relays the
 *       sum has to be 1; if it stays 0, no relay that knows the server is a member of the group:
 *       look at {@code group} in their health.
 *   <li>{@code outbox.relay.transactions}: Kafka transactions that were committed. Divided into
 *       {@code outbox.relay.published} it tells how many events share one; with a backlog few of
 *       them mean that batches are small.
 *   <li>{@code outbox.relay.restarts}: how often this relay has taken the server over, its own
 *       recoveries included. If it keeps rising, Kafka fences or refuses the relay again and again:
 *       the log at DEBUG of {@code dev.outbox.relay.worker} says why.
 * </ul>
 */
@Component
class ServerMetrics implements MeterBinder {

  private final ServerRelays servers;

  ServerMetrics(ServerRelays servers) {
    this.servers = servers;
  }

  @Override
  public void bindTo(MeterRegistry registry) {
    servers.all().forEach(server -> bind(server, registry));
  }

  private static void bind(ServerRelay server, MeterRegistry registry) {
    ServerCounts counts = server.counts();
    Gauge.builder("outbox.relay.owner", counts, c -> c.owned() ? 1 : 0)
        .description("1 if this relay owns the server, else 0")
        .tag("server", server.name())
        .register(registry);
    FunctionCounter.builder("outbox.relay.transactions", counts, ServerCounts::transactions)
        .description("Kafka transactions that were committed since the relay started")
        .tag("server", server.name())
        .register(registry);
    FunctionCounter.builder("outbox.relay.restarts", counts, ServerCounts::takeovers)
        .description("How often this relay has taken the server over, recoveries included")
        .tag("server", server.name())
        .register(registry);
  }
}
