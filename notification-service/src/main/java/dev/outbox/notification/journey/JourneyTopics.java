package dev.outbox.notification.journey;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Stream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.config.TopicConfig;
import org.apache.kafka.common.errors.TopicExistsException;

/** Makes the topics that journeys need and that are missing: Kafka Streams fails without them. */
final class JourneyTopics {

  private static final long LIMIT_SECONDS = 10;

  private final Map<String, Object> adminConfig;
  private final int partitions;
  private final short replication;
  private final String applicationId;

  JourneyTopics(
      Map<String, Object> adminConfig, int partitions, short replication, String applicationId) {
    this.adminConfig = new HashMap<>(adminConfig);
    this.adminConfig.put(AdminClientConfig.REQUEST_TIMEOUT_MS_CONFIG, 3_000);
    this.adminConfig.put(AdminClientConfig.DEFAULT_API_TIMEOUT_MS_CONFIG, 3_000);
    this.partitions = partitions;
    this.replication = replication;
    this.applicationId = applicationId;
  }

  /**
   * Makes what is missing; what is there stays as it is.
   *
   * @throws KafkaException if Kafka does not answer or refuses
   * @throws IllegalStateException if the topics of events have different numbers of partitions, or
   *     others than when journeys were begun
   */
  void ensure() throws InterruptedException {
    Admin admin = Admin.create(adminConfig);
    try {
      Set<String> there = get(admin.listTopics().names());
      for (NewTopic topic : wanted()) {
        if (!there.contains(topic.name())) {
          create(admin, topic);
        }
      }
      int events = requireSamePartitions(admin);
      requireUnchanged(admin, there, events);
    } finally {
      admin.close(Duration.ZERO);
    }
  }

  private List<NewTopic> wanted() {
    List<NewTopic> topics = new ArrayList<>();
    JourneyTopology.EVENTS.forEach(name -> topics.add(new NewTopic(name, partitions, replication)));
    topics.add(new NewTopic(JourneyTopology.UNREADABLE, partitions, replication));
    // Clients of the stream come back within a day; the journeys themselves are in the store.
    topics.add(
        new NewTopic(JourneyTopology.UPDATES, partitions, replication)
            .configs(
                Map.of(
                    TopicConfig.RETENTION_MS_CONFIG,
                    String.valueOf(Duration.ofDays(1).toMillis()))));
    return topics;
  }

  private static void create(Admin admin, NewTopic topic) throws InterruptedException {
    try {
      get(admin.createTopics(List.of(topic)).all());
    } catch (TopicExistsException e) {
      // Another application was faster.
    }
  }

  private static int requireSamePartitions(Admin admin) throws InterruptedException {
    Map<String, Integer> counts = new TreeMap<>();
    get(admin.describeTopics(JourneyTopology.EVENTS).allTopicNames())
        .forEach((name, topic) -> counts.put(name, topic.partitions().size()));
    if (Set.copyOf(counts.values()).size() > 1) {
      throw new IllegalStateException(
          ("The topics of events have different numbers of partitions, %s, so the events of an order"
                  + " are not on partitions of the same number: give all the same, or do without"
                  + " journeys (spring.kafka.streams.auto-startup=false)")
              .formatted(counts));
    }
    return counts.values().iterator().next();
  }

  /** Kafka Streams has a partition of its own topics for each of the events'. */
  private void requireUnchanged(Admin admin, Set<String> there, int events)
      throws InterruptedException {
    List<String> own =
        Stream.of(JourneyTopology.JOURNEYS, JourneyTopology.AGENDA)
            .map(store -> applicationId + "-" + store + "-changelog")
            .filter(there::contains)
            .toList();
    for (TopicDescription topic : get(admin.describeTopics(own).allTopicNames()).values()) {
      int then = topic.partitions().size();
      if (then != events) {
        throw new IllegalStateException(
            ("The topics of events have %d partitions, and had %d when journeys were begun (%s):"
                    + " journeys have to be made again from the topics, as \"Partitions of the topics"
                    + " changed\" in docs/operations.md says")
                .formatted(events, then, topic.name()));
      }
    }
  }

  private static <T> T get(KafkaFuture<T> future) throws InterruptedException {
    try {
      return future.get(LIMIT_SECONDS, TimeUnit.SECONDS);
    } catch (ExecutionException e) {
      if (e.getCause() instanceof KafkaException kafka) {
        throw kafka;
      }
      throw new KafkaException(e.getCause());
    } catch (TimeoutException e) {
      throw new org.apache.kafka.common.errors.TimeoutException("Kafka does not answer", e);
    }
  }
}
