package dev.outbox.localstack;

import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The choice between processes and containers, made once in a JVM and told in a line. */
final class ChosenServers {

  /** With Testcontainers, if the user insists on containers. */
  private static final Duration PATIENCE = Duration.ofMinutes(5);

  private static @Nullable Servers chosen;

  private ChosenServers() {}

  /** What the system property {@code stack} asks for. */
  static synchronized Servers get() {
    if (chosen == null) {
      chosen = named(System.getProperty("stack", "auto"));
    }
    return chosen;
  }

  static Servers named(String stack) {
    return switch (stack) {
      case "local" -> new ProcessServers();
      case "containers" -> containers();
      case "auto" -> auto(new Docker("docker").obstacle(ContainerServers.images()));
      default ->
          throw new LocalStackException(
              "There is no test stack '%s': -Dstack takes 'auto', 'containers' or 'local'."
                  .formatted(stack));
    };
  }

  private static Servers containers() {
    Docker.testcontainersObstacle(PATIENCE)
        .ifPresent(
            obstacle -> {
              throw new LocalStackException("-Dstack=containers does not work here: " + obstacle);
            });
    return new ContainerServers();
  }

  static Servers auto(Optional<String> obstacle) {
    if (obstacle.isPresent()) {
      System.out.println("Test servers: processes, because " + obstacle.get());
      return new ProcessServers();
    }
    System.out.println("Test servers: containers, " + ContainerServers.images());
    return new ContainerServers();
  }
}
