package dev.outbox.relay.worker;

import dev.outbox.relay.group.Membership;
import dev.outbox.relay.group.UnknownServers;
import java.time.Duration;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.SmartLifecycle;

/**
 * Starts and ends the relay with the application. At the end each server may finish the transaction
 * in hand; one that cannot, because Kafka or MySQL is away, is abandoned: its rows stay in the
 * outbox.
 */
public final class RelayLifecycle implements SmartLifecycle {

  private static final Logger log = LoggerFactory.getLogger(RelayLifecycle.class);

  /** For the transaction in hand. */
  private static final Duration FINISH = Duration.ofSeconds(2);

  /** For closing connections after that. */
  private static final Duration ABANDON = Duration.ofSeconds(2);

  private final Membership membership;
  private final UnknownServers unknown;
  private final List<ServerRelay> servers;
  private volatile boolean running;

  /** Starts nothing yet. */
  public RelayLifecycle(Membership membership, UnknownServers unknown, List<ServerRelay> servers) {
    this.membership = membership;
    this.unknown = unknown;
    this.servers = List.copyOf(servers);
  }

  @Override
  public void start() {
    running = true;
    membership.start();
    unknown.start();
    servers.forEach(ServerRelay::start);
  }

  @Override
  public void stop() {
    unknown.close();
    servers.forEach(ServerRelay::stop);
    try {
      if (!allEnd(FINISH)) {
        log.warn("A transaction in hand does not end in time; its rows stay in the outbox");
        servers.forEach(ServerRelay::abandon);
        allEnd(ABANDON);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } finally {
      membership.close();
      servers.forEach(ServerRelay::close);
      running = false;
    }
  }

  @Override
  public boolean isRunning() {
    return running;
  }

  private boolean allEnd(Duration limit) throws InterruptedException {
    long deadline = System.nanoTime() + limit.toNanos();
    boolean ended = true;
    for (ServerRelay server : servers) {
      ended &= server.awaitEnd(Duration.ofNanos(deadline - System.nanoTime()));
    }
    return ended;
  }
}
