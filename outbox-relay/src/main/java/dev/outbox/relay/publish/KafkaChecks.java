package dev.outbox.relay.publish;

import dev.outbox.relay.outbox.Finding;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeoutException;
import java.util.function.LongPredicate;
import org.apache.kafka.clients.admin.Config;
import org.apache.kafka.clients.admin.ConfigEntry;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.Node;
import org.apache.kafka.common.config.ConfigResource;
import org.apache.kafka.common.config.TopicConfig;
import org.apache.kafka.common.errors.AuthorizationException;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;
import org.jspecify.annotations.Nullable;

/** What brokers and topics must be like so that the relay can work. Safe for several threads. */
public final class KafkaChecks {

  /** The starter's default limit of 900 KiB, and room for the key and the headers. */
  private static final long LARGEST_RECORD = 960 * 1024;

  private final KafkaClients clients;
  private final TopicsProperties properties;
  private final String progressTopic;
  private final Duration session;

  /**
   * Asks nothing yet.
   *
   * @param progressTopic the topic that keeps the progress
   * @param session the session timeout of the relays' group
   */
  public KafkaChecks(
      KafkaClients clients, TopicsProperties properties, String progressTopic, Duration session) {
    this.clients = clients;
    this.properties = properties;
    this.progressTopic = progressTopic;
    this.session = session;
  }

  /** All that was found, good or bad; also that Kafka cannot be asked. */
  public List<Finding> findings(Collection<String> topics) throws InterruptedException {
    List<Finding> findings = new ArrayList<>();
    try {
      Collection<Node> brokers = clients.ask(admin -> admin.describeCluster().nodes());
      findings.add(
          Finding.ok("Kafka", "%s, brokers: %d".formatted(clients.address(), brokers.size())));
      findings.addAll(brokers(brokers));
      findings.add(progress());
      for (String topic : topics) {
        findings.addAll(topic(topic, brokers.size()));
      }
    } catch (KafkaException | TimeoutException e) {
      findings.add(
          Finding.refusing(
              "Kafka",
              "%s does not answer (%s)".formatted(clients.address(), KafkaProblem.found(e)),
              "Check spring.kafka.bootstrap-servers, and that Kafka lets the relay in"));
    }
    return findings;
  }

  private List<Finding> brokers(Collection<Node> brokers)
      throws InterruptedException, TimeoutException {
    List<ConfigResource> resources =
        brokers.stream()
            .map(node -> new ConfigResource(ConfigResource.Type.BROKER, node.idString()))
            .toList();
    Collection<Config> configs;
    try {
      configs = clients.ask(admin -> admin.describeConfigs(resources).all()).values();
    } catch (AuthorizationException e) {
      return List.of(notVisible("brokers' settings", "Cluster", e));
    }
    long transaction = KafkaClients.TRANSACTION_TIMEOUT.toMillis();
    return List.of(
        limit(
            configs,
            "transaction.max.timeout.ms",
            value -> value >= transaction,
            "Set it to %d or more on the brokers (server.properties)".formatted(transaction)),
        limit(
            configs,
            "group.min.session.timeout.ms",
            value -> value <= session.toMillis(),
            "Raise outbox.relay.group.session-timeout to it, or lower it on the brokers"),
        limit(
            configs,
            "group.max.session.timeout.ms",
            value -> value >= session.toMillis(),
            "Lower outbox.relay.group.session-timeout to it, or raise it on the brokers"));
  }

  private static Finding limit(
      Collection<Config> brokers, String name, LongPredicate good, String todo) {
    String found = "";
    for (Config broker : brokers) {
      ConfigEntry entry = broker.get(name);
      if (entry == null || entry.value() == null) {
        continue;
      }
      found = entry.value();
      if (!good.test(Long.parseLong(found))) {
        return Finding.refusing(name, found, todo);
      }
    }
    return Finding.ok(name, found);
  }

  private Finding progress() throws InterruptedException, TimeoutException {
    String check = "cleanup.policy of " + progressTopic;
    try {
      String found =
          String.valueOf(value(config(progressTopic), TopicConfig.CLEANUP_POLICY_CONFIG));
      return found.equals(TopicConfig.CLEANUP_POLICY_COMPACT)
          ? Finding.ok(check, found)
          : Finding.refusing(
              check,
              found,
              alter(progressTopic, "cleanup.policy=compact")
                  + "; otherwise Kafka deletes what the relay has to remember");
    } catch (UnknownTopicOrPartitionException e) {
      return Finding.ok(check, "the topic is not there yet; the relay makes it");
    } catch (AuthorizationException e) {
      return notVisible(check, "Topic " + progressTopic, e);
    }
  }

  private List<Finding> topic(String topic, int brokers)
      throws InterruptedException, TimeoutException {
    TopicDescription found;
    try {
      found = clients.ask(admin -> admin.describeTopics(List.of(topic)).allTopicNames()).get(topic);
    } catch (UnknownTopicOrPartitionException e) {
      found = null;
    } catch (AuthorizationException e) {
      return List.of(notVisible("topic " + topic, "Topic " + topic, e));
    }
    if (found == null) {
      return List.of(
          Finding.ok(
              "topic " + topic,
              "not there yet; it will be made with %d partitions and replication %d"
                  .formatted(properties.partitions(), properties.replication())));
    }
    List<Finding> findings = new ArrayList<>();
    findings.add(Finding.ok("partitions of " + topic, String.valueOf(found.partitions().size())));
    int replicas =
        found.partitions().stream().mapToInt(part -> part.replicas().size()).min().orElse(0);
    findings.add(replication(topic, replicas, brokers));
    try {
      Config config = config(topic);
      findings.add(size(topic, value(config, TopicConfig.MAX_MESSAGE_BYTES_CONFIG)));
      findings.add(inSync(topic, value(config, TopicConfig.MIN_IN_SYNC_REPLICAS_CONFIG), replicas));
    } catch (AuthorizationException e) {
      findings.add(notVisible("settings of " + topic, "Topic " + topic, e));
    }
    return findings;
  }

  private static Finding replication(String topic, int replicas, int brokers) {
    String check = "replication of " + topic;
    return replicas > 1 || brokers == 1
        ? Finding.ok(check, String.valueOf(replicas))
        : Finding.warning(
            check,
            String.valueOf(replicas),
            "Raise it with kafka-reassign-partitions.sh; otherwise the loss of one broker loses"
                + " events");
  }

  private static Finding size(String topic, @Nullable String found) {
    String check = "max.message.bytes of " + topic;
    return found == null || Long.parseLong(found) >= LARGEST_RECORD
        ? Finding.ok(check, String.valueOf(found))
        : Finding.warning(
            check,
            found,
            alter(topic, "max.message.bytes=1048588")
                + "; otherwise events that outbox.max-payload-size (900 KiB) lets through park"
                + " their keys");
  }

  private static Finding inSync(String topic, @Nullable String found, int replicas) {
    String check = "min.insync.replicas of " + topic;
    return found == null || Integer.parseInt(found) <= replicas
        ? Finding.ok(check, String.valueOf(found))
        : Finding.refusing(
            check, found, alter(topic, "min.insync.replicas=" + replicas) + ", or add replicas");
  }

  private static Finding notVisible(String check, String resource, AuthorizationException e) {
    return Finding.warning(
        check,
        "not visible (%s)".formatted(KafkaProblem.found(e)),
        "Allow the relay's Kafka user to Describe and DescribeConfigs %s".formatted(resource));
  }

  private static String alter(String topic, String setting) {
    return "kafka-configs.sh --alter --entity-type topics --entity-name %s --add-config %s"
        .formatted(topic, setting);
  }

  private Config config(String topic) throws InterruptedException, TimeoutException {
    ConfigResource resource = new ConfigResource(ConfigResource.Type.TOPIC, topic);
    Map<ConfigResource, Config> found =
        clients.ask(admin -> admin.describeConfigs(List.of(resource)).all());
    return found.values().iterator().next();
  }

  private static @Nullable String value(Config config, String name) {
    ConfigEntry entry = config.get(name);
    return entry == null ? null : entry.value();
  }
}
