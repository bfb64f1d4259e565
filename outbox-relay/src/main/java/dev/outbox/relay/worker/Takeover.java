package dev.outbox.relay.worker;

import dev.outbox.relay.binlog.LogQueue;
import dev.outbox.relay.database.OutboxTable;
import dev.outbox.relay.database.ServerFacts;
import dev.outbox.relay.group.Membership;
import dev.outbox.relay.outbox.Delivery;
import dev.outbox.relay.outbox.OutboxStatus;
import dev.outbox.relay.progress.LiveProgress;
import dev.outbox.relay.progress.OutboxProgress;
import dev.outbox.relay.progress.ProgressRecords;
import dev.outbox.relay.progress.ProgressTopic;
import dev.outbox.relay.progress.PublishedRows;
import dev.outbox.relay.publish.EventPublisher;
import dev.outbox.relay.publish.KafkaClients;
import dev.outbox.relay.publish.KafkaProblem;
import dev.outbox.relay.publish.Topics;
import java.time.Duration;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Consumer;
import org.apache.kafka.common.KafkaException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The one way to become, or to stay, the owner of a server: fence whoever publishes for it, make
 * sure that the group still wants this relay, and read what Kafka has. The order matters. A relay
 * that was paused after it was assigned fences the true owner when it wakes, but is then refused by
 * the group; the true owner comes here again.
 */
final class Takeover {

  private static final Logger log = LoggerFactory.getLogger(Takeover.class);

  private final KafkaClients clients;
  private final Topics topics;
  private final ProgressTopic progress;
  private final Membership membership;
  private final Delivery delivery;
  private final Duration idleCeiling;
  private final List<OutboxStatus> statuses;
  private final Map<String, OutboxTable> tables;
  private final Set<String> servers;

  /**
   * How one server is taken over.
   *
   * @param tables the outboxes' tables by the outboxes' names
   * @param servers the names of all servers that are configured, or were
   */
  Takeover(
      KafkaClients clients,
      Topics topics,
      ProgressTopic progress,
      Membership membership,
      Delivery delivery,
      Duration idleCeiling,
      List<OutboxStatus> statuses,
      Map<String, OutboxTable> tables,
      Set<String> servers) {
    this.clients = clients;
    this.topics = topics;
    this.progress = progress;
    this.membership = membership;
    this.delivery = delivery;
    this.idleCeiling = idleCeiling;
    this.statuses = List.copyOf(statuses);
    this.tables = Map.copyOf(tables);
    this.servers = Set.copyOf(servers);
  }

  /** An owned server and what has to be closed with it. */
  record Owned(OwnedServer server, EventPublisher publisher) implements AutoCloseable {
    @Override
    public void close() {
      try {
        server.close();
      } finally {
        publisher.close();
      }
    }
  }

  /**
   * Takes a server over.
   *
   * @param stalled told in a sentence while Kafka does not answer
   * @throws dev.outbox.relay.publish.PublishException if Kafka is away
   * @throws dev.outbox.relay.progress.ForgetfulTopicException if progress would be forgotten
   * @throws dev.outbox.relay.group.NotOwnerException if this relay does not own the server
   */
  Owned take(ServerSetup setup, LogQueue queue, Consumer<String> stalled)
      throws InterruptedException {
    EventPublisher publisher =
        new EventPublisher(
            membership.group() + "-" + setup.name(), clients, topics, delivery, stalled);
    try {
      publisher.start();
      long from = membership.confirm(setup.name());
      LiveProgress live = read(setup, from);
      Ledger ledger =
          new Ledger(
              new ProgressRecords(
                  progress.name(), progress.partitionOf(setup.name()).partition(), setup.name()),
              live);
      Map<String, Lane> lanes = lanes(setup, live, ledger);
      log.info(
          "Server {}: owned; {} transactions of published rows are not deleted yet",
          setup.name(),
          live.rows().size());
      return new Owned(
          new OwnedServer(setup, membership, publisher, ledger, queue, lanes.values()), publisher);
    } catch (RuntimeException | Error | InterruptedException e) {
      publisher.close();
      throw e;
    }
  }

  private LiveProgress read(ServerSetup setup, long from) throws InterruptedException {
    try {
      progress.requireCompacted();
      LiveProgress live = progress.read(setup.name(), from);
      Set<String> strangers = new TreeSet<>(live.strangers());
      strangers.removeAll(servers);
      setup.counts().strangers(strangers);
      for (String stranger : strangers) {
        membership.keep(stranger);
        log.warn(
            "The group's progress has a server '{}' that is not configured here; relays of one"
                + " group need the same servers. If it was removed for good, name it in"
                + " outbox.relay.group.former-servers",
            stranger);
      }
      return live;
    } catch (KafkaException e) {
      throw KafkaProblem.away(e, clients.address());
    }
  }

  private Map<String, Lane> lanes(ServerSetup setup, LiveProgress live, Ledger ledger) {
    ServerFacts facts = new ServerFacts(setup.server());
    Map<String, Lane> lanes = new LinkedHashMap<>();
    for (OutboxStatus status : statuses) {
      String name = status.outbox().name();
      OutboxTable table = tables.get(name);
      if (table == null) {
        throw new IllegalStateException("No table of " + name);
      }
      lanes.put(
          name,
          new Lane(
              status,
              table,
              new RowDeleter(status, table, facts::executedOrNull, ledger::rowsDeleted),
              ledger,
              idleCeiling,
              setup.errorCeiling()));
    }
    Map<String, Map<Long, PublishedRows>> undeleted = new HashMap<>();
    for (LiveProgress.Rows rows : live.rows()) {
      for (PublishedRows published : rows.rows()) {
        Lane lane = lanes.get(published.outbox());
        if (lane == null) {
          // The outbox is not configured any more. Should it return, its rows are still known.
          continue;
        }
        lane.deleter().add(rows.sequence(), published);
        undeleted
            .computeIfAbsent(published.outbox(), outbox -> new HashMap<>())
            .put(rows.sequence(), published);
      }
    }
    lanes.forEach(
        (name, lane) ->
            lane.restore(
                live.server().outboxes().getOrDefault(name, OutboxProgress.NEW),
                undeleted.getOrDefault(name, Map.of())));
    for (LiveProgress.Parked parked : live.parked()) {
      Lane lane = lanes.get(parked.key().outbox());
      if (lane != null) {
        lane.parked().put(parked.key().key(), parked.key());
      }
    }
    lanes.values().forEach(Lane::showParked);
    return lanes;
  }
}
