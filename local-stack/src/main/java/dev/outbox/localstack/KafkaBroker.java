package dev.outbox.localstack;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.apache.kafka.clients.admin.AdminClientConfig.BOOTSTRAP_SERVERS_CONFIG;

import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.clients.admin.Admin;

/**
 * A Kafka broker for tests, on a free port of 127.0.0.1, with data of its own: a process or a
 * container, see {@link TestStack#shared}. It makes no topics by itself. It ends with the JVM that
 * launched it, even if that is killed. Safe for use by several threads.
 */
public final class KafkaBroker implements AutoCloseable {

  private final Server server;
  private final int port;
  private final Map<String, Object> client;

  private KafkaBroker(Servers servers, Map<String, String> settings, Map<String, Object> client) {
    this.client = client;
    port = Ports.free();
    server = servers.kafka(port, settings, this::answers);
  }

  /**
   * Makes a broker and waits until it answers, which takes some five seconds.
   *
   * @throws LocalStackException if it does not start; with the end of its log
   */
  public static KafkaBroker launch() {
    return launch(Map.of(), Map.of());
  }

  /**
   * The same with settings of its own, as a process only.
   *
   * @param settings of the broker, besides those of all brokers, or instead of them; its listener
   *     for clients has the name {@code PLAINTEXT}, whatever its protocol
   * @param client what a client needs besides the address, such as {@code security.protocol}
   * @throws LocalStackException if it does not start; with the end of its log
   */
  public static KafkaBroker launch(Map<String, String> settings, Map<String, Object> client) {
    KafkaBroker kafka = new KafkaBroker(ChosenServers.get(), settings, client);
    try {
      kafka.start();
      return kafka;
    } catch (RuntimeException e) {
      kafka.close();
      throw e;
    }
  }

  /** Starts the broker again, on the same port and data, and waits until it answers. */
  public void start() {
    server.start();
  }

  /** Shuts the broker down in order. */
  public void stop() {
    server.stop();
  }

  /** {@code kill -9}. */
  public void kill() {
    server.kill();
  }

  /** Kills the broker and deletes its data. */
  @Override
  public void close() {
    server.close();
  }

  /** The TCP port, the same over restarts. */
  public int port() {
    return port;
  }

  /** The id of the broker's process, another one after each {@link #start}. */
  public long pid() {
    return server.pid();
  }

  /** What clients take as {@code bootstrap.servers}. */
  public String bootstrapServers() {
    return "127.0.0.1:" + port;
  }

  private boolean answers() {
    return Ports.accepts(port) && answers(bootstrapServers(), client, Duration.ofSeconds(5));
  }

  /** Whether a broker is there and has joined its cluster. */
  static boolean answers(String bootstrapServers, Map<String, Object> client, Duration limit) {
    Map<String, Object> settings = new HashMap<>(client);
    settings.put(BOOTSTRAP_SERVERS_CONFIG, bootstrapServers);
    try (Admin admin = Admin.create(settings)) {
      return !admin.describeCluster().nodes().get(limit.toSeconds(), SECONDS).isEmpty();
    } catch (ExecutionException | TimeoutException e) {
      return false;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }
}
