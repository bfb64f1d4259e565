package dev.outbox.relay.progress;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.outbox.relay.publish.KafkaClients;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.IntStream;
import org.apache.kafka.clients.admin.Config;
import org.apache.kafka.clients.admin.ConfigEntry;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.internals.BuiltInPartitioner;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.config.ConfigResource;
import org.apache.kafka.common.config.TopicConfig;
import org.apache.kafka.common.errors.AuthorizationException;
import org.apache.kafka.common.errors.TopicExistsException;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The compacted topic that all relays share. A server's name fixes its partition, so the number of
 * partitions is settled when the topic is made. Safe for use by several threads.
 */
public final class ProgressTopic {

  private static final Logger log = LoggerFactory.getLogger(ProgressTopic.class);

  /** No server has this name. */
  private static final String NOBODY = "";

  private static final Duration POLL = Duration.ofMillis(100);

  /** Longer than an abandoned transaction can stay open, which holds up the reading. */
  private static final Duration SPREADING = Duration.ofSeconds(2);

  private static final Duration READ_LIMIT = Duration.ofSeconds(40);

  private final KafkaClients clients;
  private final String name;
  private final int partitionsIfMade;
  private final short replication;
  private volatile int partitions;

  /** Asks Kafka nothing yet. */
  public ProgressTopic(KafkaClients clients, String name, int partitions, short replication) {
    this.clients = clients;
    this.name = name;
    this.partitionsIfMade = partitions;
    this.replication = replication;
  }

  /** The topic's name. */
  public String name() {
    return name;
  }

  /**
   * Makes the topic if it is missing.
   *
   * @throws KafkaException if Kafka refuses or does not answer
   */
  public void provide() throws InterruptedException {
    try {
      Integer found = describe();
      if (found == null) {
        create();
        found = awaitMade();
      }
      if (found == null) {
        throw new KafkaException("The topic " + name + " is not there yet");
      }
      partitions = found;
    } catch (TimeoutException e) {
      throw new org.apache.kafka.common.errors.TimeoutException("no answer about " + name, e);
    }
  }

  /**
   * Makes sure that Kafka keeps the last record of each key. If the relay may not see the topic's
   * settings, it takes that for granted; the checks say so.
   *
   * @throws ForgetfulTopicException if Kafka does not
   * @throws KafkaException if Kafka does not answer
   */
  public void requireCompacted() throws InterruptedException {
    ConfigResource resource = new ConfigResource(ConfigResource.Type.TOPIC, name);
    try {
      Config config =
          clients.ask(admin -> admin.describeConfigs(List.of(resource)).all()).get(resource);
      ConfigEntry policy = config == null ? null : config.get(TopicConfig.CLEANUP_POLICY_CONFIG);
      if (policy != null && !TopicConfig.CLEANUP_POLICY_COMPACT.equals(policy.value())) {
        throw new ForgetfulTopicException(name, String.valueOf(policy.value()), clients.address());
      }
    } catch (AuthorizationException e) {
      log.debug("The settings of {} are not visible", name, e);
    } catch (TimeoutException e) {
      throw new org.apache.kafka.common.errors.TimeoutException("no answer about " + name, e);
    }
  }

  /** The partition of a server; only after {@link #provide}. */
  public TopicPartition partitionOf(String server) {
    return new TopicPartition(
        name, BuiltInPartitioner.partitionForKey(server.getBytes(UTF_8), partitions));
  }

  /** All partitions; only after {@link #provide}. */
  List<TopicPartition> allPartitions() {
    return IntStream.range(0, partitions)
        .mapToObj(number -> new TopicPartition(name, number))
        .toList();
  }

  /**
   * All that is live of a server.
   *
   * @param from the offset of the oldest live record
   * @throws KafkaException if Kafka does not answer in time
   */
  public LiveProgress read(String server, long from) throws InterruptedException {
    return read(server, partitionOf(server), from);
  }

  /**
   * The servers that have progress in a partition.
   *
   * @throws KafkaException if Kafka does not answer in time
   */
  public Set<String> servers(TopicPartition partition) throws InterruptedException {
    return read(NOBODY, partition, 0).strangers();
  }

  private LiveProgress read(String server, TopicPartition partition, long from)
      throws InterruptedException {
    Reading reading = new Reading(server);
    try (Consumer<byte[], byte[]> consumer = clients.progressReader()) {
      // The end as read_committed readers see it hides what was committed behind an open
      // transaction of another server.
      long end = clients.endOffset(partition);
      consumer.assign(List.of(partition));
      long first = consumer.beginningOffsets(List.of(partition)).getOrDefault(partition, 0L);
      consumer.seek(partition, Math.max(first, from));
      long deadline = System.nanoTime() + READ_LIMIT.toNanos();
      while (consumer.position(partition) < end) {
        if (System.nanoTime() > deadline) {
          throw new KafkaException(
              "The progress in %s cannot be read to its end at %d, only to %d"
                  .formatted(partition, end, consumer.position(partition)));
        }
        consumer.poll(POLL).forEach(reading::take);
      }
    } catch (TimeoutException e) {
      throw new org.apache.kafka.common.errors.TimeoutException("no answer about " + name, e);
    }
    return reading.result();
  }

  private @Nullable Integer describe() throws InterruptedException, TimeoutException {
    try {
      TopicDescription found =
          clients.ask(admin -> admin.describeTopics(List.of(name)).allTopicNames()).get(name);
      return found == null ? null : found.partitions().size();
    } catch (UnknownTopicOrPartitionException e) {
      return null;
    }
  }

  /** The broker that is asked may hear of a new topic a moment later than the one that made it. */
  private @Nullable Integer awaitMade() throws InterruptedException, TimeoutException {
    long deadline = System.nanoTime() + SPREADING.toNanos();
    Integer found = describe();
    while (found == null && System.nanoTime() < deadline) {
      TimeUnit.MILLISECONDS.sleep(20);
      found = describe();
    }
    return found;
  }

  private void create() throws InterruptedException, TimeoutException {
    NewTopic topic =
        new NewTopic(name, partitionsIfMade, replication)
            .configs(
                Map.of(
                    TopicConfig.CLEANUP_POLICY_CONFIG,
                    TopicConfig.CLEANUP_POLICY_COMPACT,
                    // Small segments are compacted soon, so that a takeover reads little.
                    TopicConfig.SEGMENT_BYTES_CONFIG,
                    String.valueOf(32 * 1024 * 1024),
                    TopicConfig.MIN_CLEANABLE_DIRTY_RATIO_CONFIG,
                    "0.1"));
    try {
      clients.ask(admin -> admin.createTopics(List.of(topic)).all());
    } catch (TopicExistsException e) {
      // Another relay was faster.
      return;
    }
  }

  /** Puts the last word on each key together. */
  private static final class Reading {
    private final String server;
    private final Map<Long, LiveProgress.Rows> rows = new TreeMap<>();
    private final Map<String, LiveProgress.Parked> parked = new HashMap<>();
    private final Set<String> strangers = new TreeSet<>();
    private ServerProgress progress = ServerProgress.NEW;

    Reading(String server) {
      this.server = server;
    }

    void take(ConsumerRecord<byte[], byte[]> record) {
      String key = new String(record.key(), UTF_8);
      if (!ProgressRecords.serverOf(key).equals(server)) {
        strangers.add(ProgressRecords.serverOf(key));
        return;
      }
      byte[] value = record.value();
      Long sequence = ProgressRecords.sequenceOf(key);
      if (sequence != null) {
        if (value == null) {
          rows.remove(sequence);
        } else {
          rows.put(
              sequence,
              new LiveProgress.Rows(sequence, record.offset(), ProgressRecords.readRows(value)));
        }
      } else if (ProgressRecords.isParked(key)) {
        if (value == null) {
          parked.remove(key);
        } else {
          parked.put(
              key, new LiveProgress.Parked(record.offset(), ProgressRecords.readParked(value)));
        }
      } else if (value != null) {
        progress = ProgressRecords.readServer(value);
      }
    }

    LiveProgress result() {
      return new LiveProgress(
          progress, List.copyOf(rows.values()), List.copyOf(parked.values()), strangers);
    }
  }
}
