package dev.outbox.relay.publish;

import static org.apache.kafka.clients.producer.ProducerConfig.COMPRESSION_TYPE_CONFIG;
import static org.apache.kafka.clients.producer.ProducerConfig.MAX_REQUEST_SIZE_CONFIG;

import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.jspecify.annotations.Nullable;

/**
 * Makes Kafka clients from the application's Kafka settings ({@code spring.kafka.*}), with what the
 * relay's promise needs laid over them. Makes none before it is needed: an address that cannot be
 * resolved yet must not keep the relay from starting. Safe for use by several threads.
 */
public final class KafkaClients implements AutoCloseable {

  /** How long a call may wait for Kafka before the relay says so and tries again. */
  static final Duration PATIENCE = Duration.ofSeconds(5);

  /** After how much time without any acknowledgement the relay says that Kafka is away. */
  static final Duration STALLED = Duration.ofSeconds(3);

  /** After how much time without any acknowledgement a producer is replaced. */
  static final Duration GIVE_UP = Duration.ofMinutes(1);

  private final Map<String, Object> producerSettings;
  private final Map<String, Object> adminSettings;
  private final int maxRequestBytes;
  private final boolean compresses;
  private @Nullable Admin admin;

  /** Connects to nothing yet. */
  public KafkaClients(Map<String, Object> producerSettings, Map<String, Object> adminSettings) {
    this.producerSettings = Map.copyOf(producerSettings);
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
      answer(admin().describeCluster().nodes(), patience);
      return null;
    } catch (KafkaException | TimeoutException e) {
      return "Kafka at %s does not answer (%s)".formatted(address(), KafkaProblem.found(e));
    }
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

  Producer<byte[], byte[]> producer(String clientId) {
    return new KafkaProducer<>(
        producerSettings(clientId), new ByteArraySerializer(), new ByteArraySerializer());
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
    // An event that expired while a later one of its key is sent would break the order.
    settings.put(ProducerConfig.RETRIES_CONFIG, Integer.MAX_VALUE);
    settings.put(ProducerConfig.DELIVERY_TIMEOUT_MS_CONFIG, Integer.MAX_VALUE);
    settings.put(ProducerConfig.MAX_BLOCK_MS_CONFIG, PATIENCE.toMillis());
    // Whole batches are at hand: waiting for more would only delay them.
    settings.putIfAbsent(ProducerConfig.LINGER_MS_CONFIG, 0);
    settings.putIfAbsent(ProducerConfig.BATCH_SIZE_CONFIG, 128 * 1024);
    return settings;
  }

  synchronized Admin admin() {
    if (admin == null) {
      Map<String, Object> settings = new HashMap<>(adminSettings);
      settings.put(AdminClientConfig.CLIENT_ID_CONFIG, "outbox-relay-admin");
      settings.put(AdminClientConfig.DEFAULT_API_TIMEOUT_MS_CONFIG, (int) PATIENCE.toMillis());
      settings.put(AdminClientConfig.REQUEST_TIMEOUT_MS_CONFIG, (int) PATIENCE.toMillis());
      admin = Admin.create(settings);
    }
    return admin;
  }

  private static String setting(Map<String, Object> settings, String name, String otherwise) {
    return String.valueOf(settings.getOrDefault(name, otherwise));
  }

  /** Waits for an answer; failures come as the KafkaException that they are. */
  static <T> T answer(KafkaFuture<T> future, Duration patience)
      throws InterruptedException, TimeoutException {
    try {
      return future.get(patience.toMillis(), TimeUnit.MILLISECONDS);
    } catch (ExecutionException e) {
      throw e.getCause() instanceof KafkaException failure ? failure : new KafkaException(e);
    }
  }
}
