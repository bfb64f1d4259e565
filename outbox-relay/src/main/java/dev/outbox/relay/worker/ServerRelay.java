package dev.outbox.relay.worker;

import dev.outbox.relay.database.DatabaseServer;
import dev.outbox.relay.publish.EventPublisher;
import java.time.Duration;
import java.util.List;

/** All that runs for one database server. */
public final class ServerRelay {

  private final DatabaseServer server;
  private final ServerWorker worker;
  private final BacklogSampler sampler;

  /** Starts nothing yet. Closes server and publisher when it ends. */
  public ServerRelay(DatabaseServer server, EventPublisher publisher, List<OutboxRelay> relays) {
    this.server = server;
    this.worker = new ServerWorker(server.name(), relays, publisher);
    this.sampler = new BacklogSampler(server.name(), relays);
  }

  void start() {
    worker.start();
    sampler.start();
  }

  void stop() {
    sampler.stop();
    worker.stop();
  }

  void abandon() {
    worker.abandon();
  }

  boolean awaitEnd(Duration limit) throws InterruptedException {
    return worker.awaitEnd(limit);
  }

  void close() {
    server.close();
  }
}
