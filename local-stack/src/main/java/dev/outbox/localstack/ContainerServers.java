package dev.outbox.localstack;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.function.BooleanSupplier;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.testcontainers.images.builder.Transferable;
import org.testcontainers.kafka.KafkaContainer;
import org.testcontainers.mysql.MySQLContainer;

/** Servers as containers of official images, with the settings of those that are processes. */
final class ContainerServers implements Servers {

  /** Settings of my.cnf and server.properties that are right for a process only. */
  private static final Set<String> PROCESS_ONLY =
      Set.of(
          "bind-address",
          "socket",
          "pid-file",
          "secure-file-priv",
          "listener.security.protocol.map");

  static List<String> images() {
    return List.of(Distribution.mysqlImage(), Distribution.kafkaImage());
  }

  @Override
  public Server mysql(int port, String sql, List<String> options, BooleanSupplier ready) {
    MySQLContainer container =
        new Mysql(Distribution.mysqlImage())
            .withCommand(mysqlOptions(options))
            // Nobody needs it; the image wants one.
            .withUsername("root")
            .withPassword(UUID.randomUUID().toString())
            .withEnv("MYSQL_ROOT_HOST", "127.0.0.1")
            .withCopyToContainer(Transferable.of(sql), "/docker-entrypoint-initdb.d/accounts.sql");
    container.setPortBindings(
        List.of("127.0.0.1:%d:%d".formatted(port, MySQLContainer.MYSQL_PORT)));
    return new ServerContainer("MySQL", container, ready);
  }

  @Override
  public Server kafka(int port, Map<String, String> settings, BooleanSupplier ready) {
    if (!settings.isEmpty()) {
      throw new LocalStackException("A broker with settings of its own needs -Dstack=local");
    }
    KafkaContainer container =
        new KafkaContainer(Distribution.kafkaImage())
            // Testcontainers' own has the broker as a shell's child: a signal to end does not
            // reach it. It waits to be told the port, which is known here.
            .withCommand("/etc/kafka/docker/run")
            .withEnv(kafkaEnvironment())
            .withEnv(
                "KAFKA_ADVERTISED_LISTENERS",
                "PLAINTEXT://127.0.0.1:" + port + ",BROKER://localhost:9093")
            .withEnv("KAFKA_LOG_DIRS", "/var/lib/kafka/data")
            .withEnv("KAFKA_HEAP_OPTS", "-Xms256m -Xmx512m");
    container.setPortBindings(List.of("127.0.0.1:%d:9092".formatted(port)));
    return new ServerContainer("Kafka", container, ready);
  }

  /** Leaves the wait to ServerContainer, which sees when the server ends meanwhile. */
  private static final class Mysql extends MySQLContainer {

    Mysql(String image) {
      super(image);
    }

    @Override
    protected void waitUntilContainerStarted() {}
  }

  private static String[] mysqlOptions(List<String> others) {
    Stream<String> ours =
        lines("my.cnf").filter(line -> !line.startsWith("[")).map(line -> "--" + line);
    return Stream.concat(ours, others.stream()).toArray(String[]::new);
  }

  /** The image takes the setting {@code a.b.c} from the variable {@code KAFKA_A_B_C}. */
  private static Map<String, String> kafkaEnvironment() {
    return lines("server.properties")
        .map(line -> line.split("=", 2))
        .collect(
            Collectors.toMap(
                pair -> "KAFKA_" + pair[0].toUpperCase(Locale.ROOT).replace('.', '_'),
                pair -> pair[1]));
  }

  private static Stream<String> lines(String resource) {
    return Distribution.resource(resource)
        .lines()
        .map(String::strip)
        .filter(line -> !line.isEmpty() && !line.startsWith("#"))
        .filter(line -> !PROCESS_ONLY.contains(line.replaceFirst("=.*", "")));
  }
}
