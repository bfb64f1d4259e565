package dev.outbox.relay.worker;

import dev.outbox.relay.database.DatabaseServer;
import dev.outbox.relay.group.NotOwnerException;
import java.time.Duration;

/** All that runs for one database server, and what operators can have done with it. */
public final class ServerRelay {

  private final DatabaseServer server;
  private final ServerWorker worker;
  private final BacklogSampler sampler;
  private final ServerCounts counts;

  ServerRelay(
      DatabaseServer server, ServerWorker worker, BacklogSampler sampler, ServerCounts counts) {
    this.server = server;
    this.worker = worker;
    this.sampler = sampler;
    this.counts = counts;
  }

  /** The server's name in the configuration. */
  public String name() {
    return server.name();
  }

  /** What is counted of the server. */
  public ServerCounts counts() {
    return counts;
  }

  /**
   * Has nothing of an outbox published until it is resumed; its rows stay in its table.
   *
   * @throws NotOwnerException if this relay does not own the server; so with all that follows
   */
  public void pause(String outbox) throws InterruptedException {
    run(owned -> owned.pause(outbox));
  }

  /** Goes on with an outbox that is paused, blocked or refused; its table is read first. */
  public void resume(String outbox) throws InterruptedException {
    run(owned -> owned.resume(outbox));
  }

  /**
   * Has the events of a parked key published, in order, before its live ones. One that still cannot
   * be published parks the key again.
   *
   * @throws IllegalArgumentException if the key is not parked
   */
  public void release(String outbox, String key) throws InterruptedException {
    run(owned -> owned.release(outbox, key));
  }

  /** Forgets where the log was read, as the server is another one now; may publish twice. */
  public void reset() throws InterruptedException {
    run(OwnedServer::reset);
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

  private interface Action {
    void run(OwnedServer owned) throws InterruptedException;
  }

  private void run(Action action) throws InterruptedException {
    worker.call(
        owned -> {
          action.run(owned);
          return true;
        });
  }
}
