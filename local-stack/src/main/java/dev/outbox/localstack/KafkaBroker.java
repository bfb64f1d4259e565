package dev.outbox.localstack;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.apache.kafka.clients.admin.AdminClientConfig.BOOTSTRAP_SERVERS_CONFIG;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.clients.admin.Admin;

/**
 * A Kafka broker for tests, on a free port of 127.0.0.1, with its data in a temporary directory. It
 * makes no topics by itself. It ends with the JVM that launched it, even if that is killed. Safe
 * for use by several threads.
 */
public final class KafkaBroker implements AutoCloseable {

  private final ServerProcess server;
  private final int port;

  private KafkaBroker(Path directory) {
    port = Ports.free();
    KafkaData data = new KafkaData(directory);
    data.prepare(port, Ports.free());
    server = new ServerProcess("Kafka", directory, data.command(), Map.of(), this::answers);
  }

  /**
   * Makes a broker and waits until it answers, which takes some five seconds.
   *
   * @throws LocalStackException if it does not start; with the end of its log
   */
  public static KafkaBroker launch() {
    Path directory = Directories.temporary("local-stack-kafka-");
    try {
      KafkaBroker kafka = new KafkaBroker(directory);
      kafka.start();
      return kafka;
    } catch (RuntimeException e) {
      Directories.delete(directory);
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
    return Ports.accepts(port) && answers(bootstrapServers(), Duration.ofSeconds(5));
  }

  /** Whether a broker is there and has joined its cluster. */
  static boolean answers(String bootstrapServers, Duration limit) {
    try (Admin admin = Admin.create(Map.of(BOOTSTRAP_SERVERS_CONFIG, bootstrapServers))) {
      return !admin.describeCluster().nodes().get(limit.toSeconds(), SECONDS).isEmpty();
    } catch (ExecutionException | TimeoutException e) {
      return false;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }
}
