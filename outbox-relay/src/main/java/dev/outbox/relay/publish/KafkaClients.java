package dev.outbox.relay.publish;

import static org.apache.kafka.clients.producer.ProducerConfig.COMPRESSION_TYPE_CONFIG;
import static org.apache.kafka.clients.producer.ProducerConfig.MAX_REQUEST_SIZE_CONFIG;

import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Function;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.clients.admin.ListOffsetsOptions;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.common.IsolationLevel;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.AuthenticationException;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.jspecify.annotations.Nullable;

/**
 * Makes Kafka clients from the application's Kafka settings ({@code spring.kafka.*}), with what the
 * relay's promise needs laid over them. Makes none before it is needed: an address that cannot be
 * resolved yet must not keep the relay from starting. Safe for use by several threads.
 */
public final class KafkaClients implements AutoCloseable {

  /** How long a call may wait for Kafka before the relay says so and tries again. */
  public static final Duration PATIENCE = Duration.ofSeconds(5);

  /**
   * How long a transaction may stay open before Kafka aborts it. An open one holds up all {@code
   * read_committed} readers of its partitions.
   */
  static final Duration TRANSACTION_TIMEOUT = Duration.ofSeconds(20);

  /** How long a record may take; what fails after that is published again from progress. */
  private static final Duration DELIVERY_TIMEOUT = Duration.ofSeconds(12);

  /** How long a client that was refused may still answer what other threads have asked it. */
  private static final Duration LAST_ANSWERS = Duration.ofSeconds(1);

  /** What may wait for Kafka while more is read; some requests. */
  private static final long BUFFER_BYTES = 4 * 1024 * 1024;

  private final Map<String, Object> producerSettings;
  private final Map<String, Object> consumerSettings;
  private final Map<String, Object> adminSettings;
  private final int maxRequestBytes;
  private final boolean compresses;
  private @Nullable Admin admin;

  /** Connects to nothing yet. */
  public KafkaClients(
      Map<String, Object> producerSettings,
      Map<String, Object> consumerSettings,
      Map<String, Object> adminSettings) {
    this.producerSettings = Map.copyOf(producerSettings);
    this.consumerSettings = Map.copyOf(consumerSettings);
    this.adminSettings = Map.copyOf(adminSettings);
    this.maxRequestBytes =
        Integer.parseInt(setting(producerSettings, MAX_REQUEST_SIZE_CONFIG, "1048576"));
    this.compresses = !"none".equals(setting(producerSettings, COMPRESSION_TYPE_CONFIG, "none"));
  }

  /** The brokers, for messages. */
  public String address() {
    return String.valueOf(producerSettings.get(ProducerConfig.BOOTSTRAP_SERVERS_CONFIG))
        .replaceAll("[\\[\\] ]", "");
  }

  /**
   * Whether a broker answers.
   *
   * @return null if one does, else why not
   */
  public @Nullable String unreachable(Duration patience) throws InterruptedException {
    try {
      ask(admin -> admin.describeCluster().nodes(), patience);
      return null;
    } catch (KafkaException | TimeoutException e) {
      return "Kafka at %s does not answer (%s)".formatted(address(), KafkaProblem.found(e));
    }
  }

  /** For questions and for making topics; shared, not to be closed. */
  public synchronized Admin admin() {
    if (admin == null) {
      Map<String, Object> settings = new HashMap<>(adminSettings);
      settings.put(AdminClientConfig.CLIENT_ID_CONFIG, "outbox-relay-admin");
      admin = Admin.create(settings);
    }
    return admin;
  }

  /** Asks with {@link #PATIENCE}. */
  public <T> T ask(Function<Admin, KafkaFuture<T>> question)
      throws InterruptedException, TimeoutException {
    return ask(question, PATIENCE);
  }

  /**
   * Asks the shared client and waits for the answer. If the authentication fails, the next question
   * goes to another client: a client keeps what it has read of its key and trust stores, which may
   * have been replaced since.
   *
   * @throws KafkaException the failure, if it is one of Kafka's
   */
  public <T> T ask(Function<Admin, KafkaFuture<T>> question, Duration patience)
      throws InterruptedException, TimeoutException {
    Admin asked = admin();
    try {
      return question.apply(asked).get(patience.toMillis(), TimeUnit.MILLISECONDS);
    } catch (ExecutionException e) {
      if (e.getCause() instanceof AuthenticationException) {
        discard(asked);
      }
      throw e.getCause() instanceof KafkaException failure ? failure : new KafkaException(e);
    }
  }

  private void discard(Admin refused) {
    synchronized (this) {
      if (admin != refused) {
        return;
      }
      admin = null;
    }
    refused.close(LAST_ANSWERS);
  }

  /** Where a partition ends, records of open transactions included. */
  public long endOffset(TopicPartition partition) throws InterruptedException, TimeoutException {
    return ask(admin ->
            admin
                .listOffsets(
                    Map.of(partition, OffsetSpec.latest()),
                    new ListOffsetsOptions(IsolationLevel.READ_UNCOMMITTED))
                .partitionResult(partition))
        .offset();
  }

  /** A consumer without a group, of what is committed. */
  public Consumer<byte[], byte[]> progressReader() {
    return reader("read_committed");
  }

  /** A consumer without a group, also of what is not committed, so that it waits for nothing. */
  public Consumer<byte[], byte[]> uncommittedReader() {
    return reader("read_uncommitted");
  }

  private Consumer<byte[], byte[]> reader(String isolation) {
    Map<String, Object> settings = consumerSettings("outbox-relay-progress-reader");
    settings.remove(ConsumerConfig.GROUP_ID_CONFIG);
    settings.put(ConsumerConfig.ISOLATION_LEVEL_CONFIG, isolation);
    // Nothing is to be waited for: it reads what is there.
    settings.put(ConsumerConfig.FETCH_MAX_WAIT_MS_CONFIG, 20);
    return consumer(settings);
  }

  /**
   * A member of the relays' group.
   *
   * @param group the group's id
   * @param instanceId makes the membership outlast a restart; null for none
   */
  public Consumer<byte[], byte[]> groupMember(
      String group, @Nullable String instanceId, Duration sessionTimeout, Duration rebalance) {
    Map<String, Object> settings =
        consumerSettings("outbox-relay-" + ProcessHandle.current().pid());
    settings.put(ConsumerConfig.GROUP_ID_CONFIG, group);
    settings.remove(ConsumerConfig.GROUP_INSTANCE_ID_CONFIG);
    if (instanceId != null) {
      settings.put(ConsumerConfig.GROUP_INSTANCE_ID_CONFIG, instanceId);
    }
    // The newer protocol's session is 45 s at least: too long without an owner.
    settings.put(ConsumerConfig.GROUP_PROTOCOL_CONFIG, "classic");
    settings.put(ConsumerConfig.SESSION_TIMEOUT_MS_CONFIG, (int) sessionTimeout.toMillis());
    settings.put(ConsumerConfig.HEARTBEAT_INTERVAL_MS_CONFIG, 500);
    settings.put(ConsumerConfig.MAX_POLL_INTERVAL_MS_CONFIG, (int) rebalance.toMillis());
    settings.put(
        ConsumerConfig.PARTITION_ASSIGNMENT_STRATEGY_CONFIG,
        "org.apache.kafka.clients.consumer.CooperativeStickyAssignor");
    return consumer(settings);
  }

  @Override
  public synchronized void close() {
    if (admin != null) {
      admin.close(Duration.ZERO);
      admin = null;
    }
  }

  /** The largest request that a producer sends, and so the largest record. */
  int maxRequestBytes() {
    return maxRequestBytes;
  }

  /** Whether producers compress, so that a record's size on the wire is not known beforehand. */
  boolean compresses() {
    return compresses;
  }

  /** A producer that Kafka fences when another one of the same id is started. */
  Producer<byte[], byte[]> transactionalProducer(String transactionalId) {
    Map<String, Object> settings = producerSettings(transactionalId);
    settings.put(ProducerConfig.TRANSACTIONAL_ID_CONFIG, transactionalId);
    settings.put(ProducerConfig.TRANSACTION_TIMEOUT_CONFIG, (int) TRANSACTION_TIMEOUT.toMillis());
    return producer(settings);
  }

  /** A producer without transactions. */
  Producer<byte[], byte[]> plainProducer(String clientId) {
    return producer(producerSettings(clientId));
  }

  /** What holds for producers: the user's settings, except those that the relay depends on. */
  Map<String, Object> producerSettings(String clientId) {
    Map<String, Object> settings = new HashMap<>(producerSettings);
    settings.put(ProducerConfig.CLIENT_ID_CONFIG, clientId);
    settings.remove(ProducerConfig.KEY_SERIALIZER_CLASS_CONFIG);
    settings.remove(ProducerConfig.VALUE_SERIALIZER_CLASS_CONFIG);
    settings.put(ProducerConfig.ACKS_CONFIG, "all");
    settings.put(ProducerConfig.ENABLE_IDEMPOTENCE_CONFIG, true);
    // With several requests on their way, the first one to a partition can fail because its leader
    // is not ready while the second succeeds: brokers take any sequence number from a producer that
    // they do not know yet. The idempotent producer then neither keeps the order nor ever ends.
    settings.put(ProducerConfig.MAX_IN_FLIGHT_REQUESTS_PER_CONNECTION, 1);
    settings.put(ProducerConfig.RETRIES_CONFIG, Integer.MAX_VALUE);
    settings.put(
        ProducerConfig.REQUEST_TIMEOUT_MS_CONFIG, (int) DELIVERY_TIMEOUT.dividedBy(2).toMillis());
    settings.put(ProducerConfig.DELIVERY_TIMEOUT_MS_CONFIG, (int) DELIVERY_TIMEOUT.toMillis());
    settings.put(ProducerConfig.MAX_BLOCK_MS_CONFIG, PATIENCE.toMillis());
    // Whole batches are at hand: waiting for more would only delay them.
    settings.put(ProducerConfig.LINGER_MS_CONFIG, 0);
    settings.putIfAbsent(ProducerConfig.BATCH_SIZE_CONFIG, 128 * 1024);
    // What is on its way takes several times as much in the heap as in the buffer.
    settings.putIfAbsent(
        ProducerConfig.BUFFER_MEMORY_CONFIG, Math.max(BUFFER_BYTES, 2L * maxRequestBytes));
    return settings;
  }

  private static Producer<byte[], byte[]> producer(Map<String, Object> settings) {
    return new KafkaProducer<>(settings, new ByteArraySerializer(), new ByteArraySerializer());
  }

  private static Consumer<byte[], byte[]> consumer(Map<String, Object> settings) {
    return new KafkaConsumer<>(settings, new ByteArrayDeserializer(), new ByteArrayDeserializer());
  }

  private Map<String, Object> consumerSettings(String clientId) {
    Map<String, Object> settings = new HashMap<>(consumerSettings);
    settings.put(ConsumerConfig.CLIENT_ID_CONFIG, clientId);
    settings.remove(ConsumerConfig.KEY_DESERIALIZER_CLASS_CONFIG);
    settings.remove(ConsumerConfig.VALUE_DESERIALIZER_CLASS_CONFIG);
    settings.put(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, false);
    settings.put(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "earliest");
    settings.put(ConsumerConfig.ALLOW_AUTO_CREATE_TOPICS_CONFIG, false);
    settings.put(ConsumerConfig.DEFAULT_API_TIMEOUT_MS_CONFIG, (int) PATIENCE.toMillis());
    return settings;
  }

  private static String setting(Map<String, Object> settings, String name, String otherwise) {
    return String.valueOf(settings.getOrDefault(name, otherwise));
  }
}
