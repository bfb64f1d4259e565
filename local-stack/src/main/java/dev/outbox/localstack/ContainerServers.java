package dev.outbox.localstack;

import com.github.dockerjava.api.model.HostConfig;
import com.github.dockerjava.api.model.PortBinding;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.function.BooleanSupplier;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.testcontainers.containers.GenericContainer;
import org.testcontainers.images.builder.Transferable;
import org.testcontainers.utility.DockerImageName;

/**
 * Servers as containers of official images, with the settings of those that are processes.
 *
 * <p>Testcontainers' own classes for MySQL and Kafka bring settings of theirs, and start the broker
 * under a shell that does not hand on the signal to end; hence the generic one.
 */
final class ContainerServers implements Servers {

  /** Settings of my.cnf that are right for a process only. */
  private static final Set<String> PROCESS_ONLY =
      Set.of("bind-address", "socket", "pid-file", "secure-file-priv");

  static List<String> images() {
    return List.of(Distribution.mysqlImage(), Distribution.kafkaImage());
  }

  @Override
  public Server mysql(int port, String sql, BooleanSupplier ready) {
    GenericContainer<?> container =
        container(Distribution.mysqlImage(), port)
            .withCommand(
                Stream.concat(Stream.of("mysqld", "--port=" + port), mysqlOptions())
                    .toArray(String[]::new))
            // Nobody needs it; the image wants one.
            .withEnv("MYSQL_ROOT_PASSWORD", UUID.randomUUID().toString())
            .withEnv("MYSQL_ROOT_HOST", "127.0.0.1")
            .withCopyToContainer(Transferable.of(sql), "/docker-entrypoint-initdb.d/accounts.sql");
    return new ServerContainer("MySQL", container, ready);
  }

  @Override
  public Server kafka(int port, BooleanSupplier ready) {
    GenericContainer<?> container =
        container(Distribution.kafkaImage(), port)
            .withEnv(kafkaEnvironment())
            .withEnv("KAFKA_LISTENERS", "PLAINTEXT://:" + port + ",CONTROLLER://127.0.0.1:9093")
            .withEnv("KAFKA_ADVERTISED_LISTENERS", "PLAINTEXT://127.0.0.1:" + port)
            .withEnv("KAFKA_CONTROLLER_QUORUM_VOTERS", "1@127.0.0.1:9093")
            .withEnv("KAFKA_LOG_DIRS", "/var/lib/kafka/data")
            .withEnv("KAFKA_HEAP_OPTS", "-Xms256m -Xmx512m");
    return new ServerContainer("Kafka", container, ready);
  }

  // The same port inside and outside: a broker tells its clients its port.
  private static GenericContainer<?> container(String image, int port) {
    return new GenericContainer<>(DockerImageName.parse(image))
        .withExposedPorts(port)
        .withCreateContainerCmdModifier(
            command -> {
              HostConfig host = command.getHostConfig();
              if (host == null) {
                throw new IllegalStateException("a container without a host configuration");
              }
              host.withPortBindings(PortBinding.parse("127.0.0.1:%d:%d".formatted(port, port)));
            });
  }

  private static Stream<String> mysqlOptions() {
    return lines("my.cnf")
        .filter(line -> !line.startsWith("["))
        .filter(line -> !PROCESS_ONLY.contains(line.replaceFirst("=.*", "")))
        .map(line -> "--" + line);
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
        .filter(line -> !line.isEmpty() && !line.startsWith("#"));
  }
}
