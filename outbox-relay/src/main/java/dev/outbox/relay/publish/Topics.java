package dev.outbox.relay.publish;

import static org.apache.kafka.common.config.TopicConfig.MAX_MESSAGE_BYTES_CONFIG;

import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.Config;
import org.apache.kafka.clients.admin.ConfigEntry;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.config.ConfigResource;
import org.apache.kafka.common.errors.AuthorizationException;
import org.apache.kafka.common.errors.TopicExistsException;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The topics that events go to: makes those that are missing and knows how large a record each
 * takes. Safe for use by several threads.
 */
public final class Topics {

  private static final Logger log = LoggerFactory.getLogger(Topics.class);

  private final KafkaClients clients;
  private final TopicsProperties properties;
  private final Map<String, Integer> maxBytes = new ConcurrentHashMap<>();

  /** Asks Kafka nothing yet. */
  public Topics(KafkaClients clients, TopicsProperties properties) {
    this.clients = clients;
    this.properties = properties;
  }

  /**
   * Makes sure that the topic is there.
   *
   * @return the largest batch of records that it takes, in bytes; a very large number if the relay
   *     may not know
   * @throws KafkaException if Kafka refuses or does not answer
   */
  int maxBytes(String topic) throws InterruptedException {
    Integer known = maxBytes.get(topic);
    if (known == null) {
      known = provide(topic);
      maxBytes.put(topic, known);
    }
    return known;
  }

  /** Looks at the topic anew when it is needed next; somebody may have changed or deleted it. */
  void forget(String topic) {
    maxBytes.remove(topic);
  }

  private int provide(String topic) throws InterruptedException {
    try {
      Admin admin = clients.admin();
      if (!exists(admin, topic)) {
        create(admin, topic);
      }
      return readMaxBytes(admin, topic);
    } catch (TimeoutException e) {
      throw new org.apache.kafka.common.errors.TimeoutException("no answer about " + topic, e);
    }
  }

  private static boolean exists(Admin admin, String topic)
      throws InterruptedException, TimeoutException {
    try {
      answer(admin.describeTopics(List.of(topic)).allTopicNames());
      return true;
    } catch (UnknownTopicOrPartitionException e) {
      return false;
    }
  }

  private void create(Admin admin, String topic) throws InterruptedException, TimeoutException {
    try {
      answer(
          admin
              .createTopics(
                  List.of(new NewTopic(topic, properties.partitions(), properties.replication())))
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

  private static int readMaxBytes(Admin admin, String topic)
      throws InterruptedException, TimeoutException {
    ConfigResource resource = new ConfigResource(ConfigResource.Type.TOPIC, topic);
    try {
      Config config =
          answer(admin.describeConfigs(List.of(resource)).all()).values().iterator().next();
      ConfigEntry entry = config.get(MAX_MESSAGE_BYTES_CONFIG);
      return entry == null ? Integer.MAX_VALUE : Integer.parseInt(entry.value());
    } catch (AuthorizationException e) {
      log.debug("The limit of the topic {} is not known", topic, e);
      return Integer.MAX_VALUE;
    }
  }

  private static <T> T answer(KafkaFuture<T> future) throws InterruptedException, TimeoutException {
    return KafkaClients.answer(future, KafkaClients.PATIENCE);
  }
}
