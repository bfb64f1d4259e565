package dev.outbox.relay.publish;

import static org.apache.kafka.common.config.TopicConfig.MAX_MESSAGE_BYTES_CONFIG;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.clients.admin.Config;
import org.apache.kafka.clients.admin.ConfigEntry;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.config.ConfigResource;
import org.apache.kafka.common.errors.AuthorizationException;
import org.apache.kafka.common.errors.TopicExistsException;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The topics that events go to: makes those that are missing and knows how large a record each
 * takes. Safe for use by several threads.
 */
public final class Topics {

  private static final Logger log = LoggerFactory.getLogger(Topics.class);

  private static final Duration SPREADING = Duration.ofSeconds(2);

  private final KafkaClients clients;
  private final TopicsProperties properties;
  private final Map<String, Topic> known = new ConcurrentHashMap<>();

  /**
   * What the relay has to know of a topic.
   *
   * @param partitions how many it has
   * @param maxBytes the largest batch of records that it takes; a very large number if the relay
   *     may not know
   */
  public record Topic(int partitions, int maxBytes) {}

  /** Asks Kafka nothing yet. */
  public Topics(KafkaClients clients, TopicsProperties properties) {
    this.clients = clients;
    this.properties = properties;
  }

  /**
   * Makes sure that the topic is there.
   *
   * @throws KafkaException if Kafka refuses or does not answer
   */
  public Topic get(String topic) throws InterruptedException {
    Topic found = known.get(topic);
    if (found == null) {
      found = provide(topic);
      known.put(topic, found);
    }
    return found;
  }

  /** Looks at all topics anew when they are needed next; somebody may have changed them. */
  public void forget() {
    known.clear();
  }

  private Topic provide(String topic) throws InterruptedException {
    try {
      Integer partitions = partitions(topic);
      if (partitions == null) {
        create(topic);
        partitions = awaitPartitions(topic);
      }
      if (partitions == null) {
        throw new UnknownTopicOrPartitionException(topic + " was made and is not there yet");
      }
      return new Topic(partitions, readMaxBytes(topic));
    } catch (TimeoutException e) {
      throw new org.apache.kafka.common.errors.TimeoutException("no answer about " + topic, e);
    }
  }

  private @Nullable Integer partitions(String topic) throws InterruptedException, TimeoutException {
    try {
      TopicDescription found =
          clients.ask(admin -> admin.describeTopics(List.of(topic)).allTopicNames()).get(topic);
      return found == null ? null : found.partitions().size();
    } catch (UnknownTopicOrPartitionException e) {
      return null;
    }
  }

  /** The broker that is asked may hear of a new topic a moment later than the one that made it. */
  private @Nullable Integer awaitPartitions(String topic)
      throws InterruptedException, TimeoutException {
    long deadline = System.nanoTime() + SPREADING.toNanos();
    Integer partitions = partitions(topic);
    while (partitions == null && System.nanoTime() < deadline) {
      TimeUnit.MILLISECONDS.sleep(20);
      partitions = partitions(topic);
    }
    return partitions;
  }

  private void create(String topic) throws InterruptedException, TimeoutException {
    try {
      clients.ask(
          admin ->
              admin
                  .createTopics(
                      List.of(
                          new NewTopic(topic, properties.partitions(), properties.replication())))
                  .all());
      log.info(
          "Made the topic {} with {} partitions and replication {}",
          topic,
          properties.partitions(),
          properties.replication());
    } catch (TopicExistsException e) {
      log.debug("Somebody else made the topic {} meanwhile", topic, e);
    }
  }

  private int readMaxBytes(String topic) throws InterruptedException, TimeoutException {
    ConfigResource resource = new ConfigResource(ConfigResource.Type.TOPIC, topic);
    try {
      Config config =
          clients
              .ask(admin -> admin.describeConfigs(List.of(resource)).all())
              .values()
              .iterator()
              .next();
      ConfigEntry entry = config.get(MAX_MESSAGE_BYTES_CONFIG);
      return entry == null ? Integer.MAX_VALUE : Integer.parseInt(entry.value());
    } catch (AuthorizationException e) {
      log.debug("The limit of the topic {} is not known", topic, e);
      return Integer.MAX_VALUE;
    }
  }
}
