package dev.outbox.relay.worker;

import dev.outbox.relay.database.DatabaseServer;
import dev.outbox.relay.database.OutboxTable;
import dev.outbox.relay.database.Preconditions;
import dev.outbox.relay.group.NotOwnerException;
import dev.outbox.relay.outbox.Finding;
import dev.outbox.relay.outbox.Outbox;
import dev.outbox.relay.outbox.OutboxEvent;
import dev.outbox.relay.outbox.ParkedKey;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/** All that runs for one database server, and what operators can have done with it. */
public final class ServerRelay {

  private final List<DatabaseServer> connections;
  private final Preconditions preconditions;
  private final Map<String, OutboxTable> tables;
  private final ServerWorker worker;
  private final BacklogSampler sampler;
  private final ServerCounts counts;

  /**
   * Nothing runs yet.
   *
   * @param connections to the server; closed with this
   */
  ServerRelay(
      List<DatabaseServer> connections,
      Preconditions preconditions,
      Map<String, OutboxTable> tables,
      ServerWorker worker,
      BacklogSampler sampler,
      ServerCounts counts) {
    this.connections = List.copyOf(connections);
    this.preconditions = preconditions;
    this.tables = Map.copyOf(tables);
    this.worker = worker;
    this.sampler = sampler;
    this.counts = counts;
  }

  /** The server's name in the configuration. */
  public String name() {
    return connections.get(0).name();
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
   * @throws NotParkedException if the key is not parked
   */
  public void release(String outbox, String key) throws InterruptedException {
    run(owned -> owned.release(outbox, key));
  }

  /**
   * Removes one event of a parked key, after it was kept elsewhere.
   *
   * @param keep told the event; if it throws, nothing is removed
   * @throws NotParkedException if the key is not parked or has no such event
   */
  public void discard(String outbox, String key, String id, Consumer<OutboxEvent> keep)
      throws InterruptedException {
    run(owned -> owned.discard(outbox, key, id, keep));
  }

  /**
   * The same as {@link #release(String, String)} for many keys, as they were seen.
   *
   * @throws ParkedChangedException if one of them is not parked as given; then none is released
   */
  public void release(String outbox, List<ParkedKey> keys) throws InterruptedException {
    run(owned -> owned.parked(outbox).release(keys));
  }

  /**
   * Removes the events that these keys are parked for, after they were kept elsewhere, and releases
   * the keys.
   *
   * @param keep given each event; if it throws, nothing is removed
   * @throws ParkedChangedException if one of them is not parked as given; then nothing is done
   */
  public void discard(String outbox, List<ParkedKey> keys, Consumer<OutboxEvent> keep)
      throws InterruptedException {
    run(owned -> owned.parked(outbox).discard(keys, keep));
  }

  /**
   * What was found of all that an outbox needs of MySQL. Asks the server; so with all that follows.
   */
  public List<Finding> findings(Outbox outbox) {
    return preconditions.findings(outbox);
  }

  /**
   * How many rows some keys of an outbox have.
   *
   * @throws dev.outbox.relay.outbox.SourceException if that cannot be told now
   */
  public Map<String, Long> counts(String outbox, Collection<String> keys) {
    return table(outbox).counts(keys);
  }

  /**
   * Which types some events of an outbox have, by their ids. Reads no payload.
   *
   * @throws dev.outbox.relay.outbox.SourceException if that cannot be told now
   */
  public Map<String, String> types(String outbox, Collection<String> ids) {
    return table(outbox).parked().types(ids);
  }

  /**
   * Which aggregate types the rows have that wait in an outbox, as far as a look at some tells.
   *
   * @throws dev.outbox.relay.outbox.SourceException if that cannot be told now
   */
  public List<String> aggregateTypes(String outbox) {
    return table(outbox).aggregateTypes();
  }

  /** Forgets where the log was read, as the server is another one now; may publish twice. */
  public void reset() throws InterruptedException {
    run(OwnedServer::reset);
  }

  private OutboxTable table(String outbox) {
    OutboxTable table = tables.get(outbox);
    if (table == null) {
      throw new IllegalArgumentException("No outbox " + outbox);
    }
    return table;
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
    connections.forEach(DatabaseServer::close);
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
