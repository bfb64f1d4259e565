package dev.outbox.localstack;

import static java.util.concurrent.TimeUnit.MILLISECONDS;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeoutException;
import java.util.stream.Stream;
import org.testcontainers.DockerClientFactory;

/**
 * Whether containers can be used here. Asks the command line first: where there is no Docker, that
 * is known at once and without a word, while Testcontainers would search and log.
 */
final class Docker {

  private static final Duration ANSWER_LIMIT = Duration.ofSeconds(5);
  private static final Duration PULL_LIMIT = Duration.ofSeconds(60);

  /** Testcontainers fetches a small image of its own, and tries for minutes if it cannot. */
  private static final Duration TESTCONTAINERS_LIMIT = Duration.ofSeconds(30);

  private final String command;

  /**
   * @param command the name or path of Docker's command line
   */
  Docker(String command) {
    this.command = command;
  }

  /**
   * What keeps tests from using containers; empty if nothing does. Pulls images that are missing,
   * if that is done in a minute.
   */
  Optional<String> obstacle(List<String> images) {
    if (!succeeds(ANSWER_LIMIT, "version", "--format", "{{.Server.Version}}")) {
      return Optional.of("Docker does not answer");
    }
    for (String image : images) {
      if (!succeeds(ANSWER_LIMIT, "image", "inspect", image)
          && !succeeds(PULL_LIMIT, "pull", "--quiet", image)) {
        return Optional.of("Docker has no image " + image + " and cannot get it quickly");
      }
    }
    return testcontainersObstacle(TESTCONTAINERS_LIMIT);
  }

  /** What keeps Testcontainers from working with Docker; empty if nothing does. */
  static Optional<String> testcontainersObstacle(Duration limit) {
    DockerClientFactory factory = DockerClientFactory.instance();
    String host;
    try {
      host =
          CompletableFuture.supplyAsync(
                  () -> {
                    factory.client();
                    return factory.dockerHostIpAddress();
                  })
              .get(limit.toMillis(), MILLISECONDS);
    } catch (TimeoutException e) {
      return Optional.of("Testcontainers did not connect to Docker in " + limit.toSeconds() + " s");
    } catch (ExecutionException e) {
      return Optional.of("Testcontainers cannot use Docker: " + e.getCause());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return Optional.of("the wait for Docker was interrupted");
    }
    if (!Set.of("localhost", "127.0.0.1").contains(host)) {
      return Optional.of("Docker runs on another machine, " + host);
    }
    return Optional.empty();
  }

  private boolean succeeds(Duration limit, String... arguments) {
    try {
      Process process =
          new ProcessBuilder(Stream.concat(Stream.of(command), Stream.of(arguments)).toList())
              .redirectOutput(ProcessBuilder.Redirect.DISCARD)
              .redirectError(ProcessBuilder.Redirect.DISCARD)
              .start();
      if (!process.waitFor(limit.toMillis(), MILLISECONDS)) {
        process.destroyForcibly();
        return false;
      }
      return process.exitValue() == 0;
    } catch (IOException noSuchCommand) {
      return false;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }
}
