package dev.outbox.relay.worker;

import dev.outbox.relay.binlog.LogQueue;
import dev.outbox.relay.database.DatabaseServer;
import dev.outbox.relay.database.DatabaseSettings;
import dev.outbox.relay.database.OutboxTable;
import dev.outbox.relay.database.Preconditions;
import dev.outbox.relay.group.Membership;
import dev.outbox.relay.outbox.OutboxStatus;
import dev.outbox.relay.outbox.Outboxes;
import dev.outbox.relay.progress.AllServers;
import dev.outbox.relay.progress.ProgressTopic;
import dev.outbox.relay.publish.KafkaClients;
import dev.outbox.relay.publish.Topics;
import java.time.Clock;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Makes what runs for each server. Filled by one thread at the start, then read by any. */
public final class ServerRelays {

  private final WorkSettings settings;
  private final KafkaClients clients;
  private final Topics topics;
  private final ProgressTopic progress;
  private final Membership membership;
  private final Outboxes outboxes;
  private final Clock clock;
  private final ServerIdentities identities;
  private final Map<String, ServerRelay> relays = new TreeMap<>();

  /** No servers yet. */
  public ServerRelays(
      WorkSettings settings,
      KafkaClients clients,
      Topics topics,
      ProgressTopic progress,
      Membership membership,
      Outboxes outboxes,
      Clock clock) {
    this.settings = settings;
    this.clients = clients;
    this.topics = topics;
    this.progress = progress;
    this.membership = membership;
    this.outboxes = outboxes;
    this.clock = clock;
    this.identities =
        new ServerIdentities(
            clients,
            new AllServers(clients, progress, membership.group()),
            settings.formerServers());
  }

  /** All servers, in the order of their names. */
  public List<ServerRelay> all() {
    return List.copyOf(relays.values());
  }

  /**
   * One server.
   *
   * @throws IllegalArgumentException if there is none of this name
   */
  public ServerRelay get(String server) {
    ServerRelay relay = relays.get(server);
    if (relay == null) {
      throw new IllegalArgumentException("No server " + server);
    }
    return relay;
  }

  /**
   * Adds a server with its outboxes.
   *
   * @param relaxed whether a log that is not durable is accepted
   */
  public void add(DatabaseSettings database, boolean relaxed) {
    String name = database.name();
    DatabaseServer server = new DatabaseServer(database);
    DatabaseServer forOperators = server.forOperators();
    List<OutboxStatus> statuses =
        outboxes.statuses().stream()
            .filter(status -> status.outbox().server().equals(name))
            .toList();
    ServerCounts counts = new ServerCounts();
    ServerSetup setup =
        new ServerSetup(
            name,
            server,
            new Preconditions(server, relaxed),
            identities,
            settings.maxEvents(),
            settings.maxBytes(),
            settings.errorCeiling(),
            settings.overlookedAfter(),
            clock,
            new ConcurrentHashMap<>(),
            new ConcurrentHashMap<>(),
            new FailedOutboxes(),
            counts);
    LogQueue queue = new LogQueue(settings.maxBytes() / 8);
    Takeover takeover =
        new Takeover(
            clients,
            topics,
            progress,
            membership,
            settings.delivery(),
            settings.idleCeiling(),
            statuses,
            tables(server, statuses),
            Stream.concat(
                    settings.formerServers().stream(),
                    outboxes.statuses().stream().map(status -> status.outbox().server()))
                .collect(Collectors.toSet()));
    relays.put(
        name,
        new ServerRelay(
            List.of(server, forOperators),
            new Preconditions(forOperators, relaxed),
            tables(forOperators, statuses),
            new ServerWorker(setup, takeover, membership, statuses, queue),
            new BacklogSampler(name, statuses, tables(forOperators, statuses), queue),
            counts));
  }

  private Map<String, OutboxTable> tables(DatabaseServer server, List<OutboxStatus> statuses) {
    Map<String, OutboxTable> tables = new LinkedHashMap<>();
    for (OutboxStatus status : statuses) {
      tables.put(
          status.outbox().name(),
          new OutboxTable(
              server, status.outbox().table(), settings.batchSize(), settings.batchBytes()));
    }
    return tables;
  }
}
