package dev.outbox.endtoend;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.outbox.localstack.Ports;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * A distributed worker of Kafka Connect with Debezium, as a process of its own, with the
 * configurations of deploy/connect.
 */
final class ConnectWorker implements AutoCloseable {

  static final List<String> CONNECTORS = List.of("orders", "inventory", "notifications");
  private static final Path DEPLOY = Path.of("..", "deploy", "connect");
  private static final Duration LIMIT = Duration.ofSeconds(60);

  private final int port = Ports.free();
  private final String kafka;
  private final int mysqlPort;
  private @Nullable Process process;

  ConnectWorker(String kafka, int mysqlPort) {
    this.kafka = kafka;
    this.mysqlPort = mysqlPort;
  }

  void start() {
    try {
      Path target = Files.createDirectories(Application.LOGS);
      Path arguments = target.resolve("connect.args");
      String classPath =
          Files.readString(Path.of("..", "connect-worker", "target", "worker.classpath"));
      Files.writeString(arguments, "-cp \"" + classPath.strip().replace("\\", "\\\\") + "\"\n");
      ProcessBuilder builder =
          new ProcessBuilder(
              Path.of(System.getProperty("java.home"), "bin", "java").toString(),
              "-Xmx384m",
              "-XX:TieredStopAtLevel=1",
              "-Dlog4j2.configurationFile="
                  + Path.of("src", "test", "resources", "connect-log4j2.properties").toUri(),
              "@" + arguments,
              "org.apache.kafka.connect.cli.ConnectDistributed",
              DEPLOY.resolve("worker.properties").toString());
      builder.environment().put("KAFKA_BOOTSTRAP_SERVERS", kafka);
      builder.environment().put("CONNECT_PORT", String.valueOf(port));
      builder.environment().put("MYSQL_HOST", "127.0.0.1");
      builder.environment().put("MYSQL_PORT", String.valueOf(mysqlPort));
      builder.environment().put("DEBEZIUM_DB_PASSWORD", "debezium-demo");
      builder.redirectErrorStream(true);
      builder.redirectOutput(
          ProcessBuilder.Redirect.appendTo(target.resolve("connect.log").toFile()));
      process = builder.start();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Makes the connectors, with the configurations as they are in the files. */
  void register() {
    for (String connector : CONNECTORS) {
      await("the worker takes connectors")
          .atMost(LIMIT)
          .ignoreExceptions()
          .untilAsserted(
              () -> {
                Http.Answer answer = Http.put(url(connector) + "/config", config(connector));
                assertThat(answer.status()).as("%s", answer.body()).isIn(200, 201);
              });
    }
  }

  static String config(String connector) throws IOException {
    return Files.readString(DEPLOY.resolve(connector + ".json"));
  }

  static String sql(String file) throws IOException {
    return Files.readString(DEPLOY.resolve(file));
  }

  /** Waits until all connectors know where in the log they are, and have told Kafka. */
  void awaitStreaming() {
    for (String connector : CONNECTORS) {
      await("the connector " + connector + " streams")
          .atMost(LIMIT)
          .ignoreExceptions()
          .untilAsserted(
              () -> {
                JsonNode status = Http.get(url(connector) + "/status").body();
                assertThat(status.at("/tasks/0/state").asString())
                    .as("%s", status)
                    .isEqualTo("RUNNING");
                assertThat(position(connector)).isNotEmpty();
              });
    }
  }

  /** The GTID set up to which a connector has published. */
  String position(String connector) {
    JsonNode offsets = Http.get(url(connector) + "/offsets").body();
    return offsets.at("/offsets/0/offset/gtids").asString("");
  }

  /** Stops all connectors for good. */
  void stopConnectors() {
    CONNECTORS.forEach(connector -> Http.put(url(connector) + "/stop", ""));
    for (String connector : CONNECTORS) {
      await("the connector " + connector + " is stopped")
          .atMost(LIMIT)
          .ignoreExceptions()
          .untilAsserted(
              () -> {
                JsonNode status = Http.get(url(connector) + "/status").body();
                assertThat(status.at("/connector/state").asString()).isEqualTo("STOPPED");
                assertThat(status.get("tasks")).isEmpty();
              });
    }
  }

  /** Has the worker forget the connectors and where they were. */
  void forgetConnectors() {
    for (String connector : CONNECTORS) {
      assertThat(Http.delete(url(connector) + "/offsets").status()).isEqualTo(200);
      assertThat(Http.delete(url(connector)).status()).isEqualTo(204);
    }
  }

  private String url(String connector) {
    return "http://127.0.0.1:" + port + "/connectors/" + connector;
  }

  /** {@code kill -9}. */
  void kill() {
    Process running = process;
    if (running != null) {
      running.destroyForcibly();
      running.onExit().join();
    }
  }

  @Override
  public void close() {
    kill();
  }
}
