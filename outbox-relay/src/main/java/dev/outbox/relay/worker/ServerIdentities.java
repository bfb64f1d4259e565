package dev.outbox.relay.worker;

import dev.outbox.relay.progress.AllServers;
import dev.outbox.relay.progress.ServerProgress;
import dev.outbox.relay.publish.KafkaClients;
import dev.outbox.relay.publish.KafkaProblem;
import java.util.Collection;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.apache.kafka.common.KafkaException;

/**
 * Which name has which MySQL server, over all relays of the group: one with two names would be
 * published twice. Safe for use by several threads.
 */
final class ServerIdentities {

  private final KafkaClients clients;
  private final AllServers servers;
  private final Set<String> former;

  /**
   * Asks nothing yet.
   *
   * @param former names that are not used any more
   */
  ServerIdentities(KafkaClients clients, AllServers servers, Collection<String> former) {
    this.clients = clients;
    this.servers = servers;
    this.former = Set.copyOf(former);
  }

  /**
   * A name that has claimed a server.
   *
   * @param sole whether it is known to be the only one
   */
  record Holder(String name, boolean sole) {}

  /**
   * Returns who else has claimed a server.
   *
   * @throws dev.outbox.relay.publish.PublishException if Kafka does not answer
   */
  Optional<Holder> otherHolder(String name, String serverUuid) throws InterruptedException {
    Map<String, ServerProgress> all;
    try {
      all = new TreeMap<>(servers.read());
    } catch (KafkaException e) {
      throw KafkaProblem.away(e, clients.address());
    }
    all.remove(name);
    all.keySet().removeAll(former);
    return all.entrySet().stream()
        .filter(each -> serverUuid.equals(each.getValue().serverUuid()))
        .map(each -> new Holder(each.getKey(), each.getValue().soleName()))
        .findFirst();
  }
}
