package dev.outbox.localstack;

import static java.util.concurrent.TimeUnit.MILLISECONDS;

import com.github.dockerjava.api.DockerClient;
import com.github.dockerjava.api.command.InspectContainerResponse.ContainerState;
import java.time.Duration;
import java.util.List;
import java.util.function.BooleanSupplier;
import org.testcontainers.containers.GenericContainer;
import org.testcontainers.containers.wait.strategy.AbstractWaitStrategy;

/**
 * A server as a container, which stays while the server is stopped or killed. Testcontainers
 * removes it when the JVM that started it is gone. Safe for use by several threads.
 */
final class ServerContainer implements Server {

  private static final Duration START_LIMIT = Duration.ofMinutes(2);
  private static final int STOP_LIMIT_SECONDS = 30;
  private static final int LOG_LINES = 15;

  private final String name;
  private final GenericContainer<?> container;
  private final BooleanSupplier ready;

  /**
   * @param name of the server, for messages
   * @param ready whether the server answers; asked again and again while it starts
   */
  ServerContainer(String name, GenericContainer<?> container, BooleanSupplier ready) {
    this.name = name;
    this.container = container;
    this.ready = ready;
    container.setWaitStrategy(
        new AbstractWaitStrategy() {
          @Override
          protected void waitUntilReady() {
            // awaitReady does, after every start.
          }
        });
  }

  @Override
  public synchronized void start() {
    if (container.getContainerId() == null) {
      container.start();
    } else if (isRunning()) {
      return;
    } else {
      docker().startContainerCmd(container.getContainerId()).exec();
    }
    awaitReady();
  }

  private void awaitReady() {
    long deadline = System.nanoTime() + START_LIMIT.toNanos();
    try {
      while (!ready.getAsBoolean()) {
        if (!isRunning()) {
          throw failed("ended while starting");
        }
        if (System.nanoTime() > deadline) {
          kill();
          throw failed("did not answer within " + START_LIMIT.toMinutes() + " min");
        }
        MILLISECONDS.sleep(50);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new LocalStackException("Interrupted while waiting for " + name, e);
    }
  }

  @Override
  public synchronized void stop() {
    if (isRunning()) {
      docker().stopContainerCmd(container.getContainerId()).withTimeout(STOP_LIMIT_SECONDS).exec();
    }
  }

  @Override
  public synchronized void kill() {
    if (isRunning()) {
      docker().killContainerCmd(container.getContainerId()).withSignal("KILL").exec();
    }
  }

  @Override
  public synchronized long pid() {
    if (container.getContainerId() == null) {
      throw new IllegalStateException(name + " has not been started");
    }
    Long pid = state().getPidLong();
    return pid == null ? 0 : pid;
  }

  @Override
  public synchronized void close() {
    container.stop();
  }

  private boolean isRunning() {
    return container.getContainerId() != null && Boolean.TRUE.equals(state().getRunning());
  }

  private ContainerState state() {
    return docker().inspectContainerCmd(container.getContainerId()).exec().getState();
  }

  private DockerClient docker() {
    return container.getDockerClient();
  }

  private LocalStackException failed(String what) {
    List<String> lines = container.getLogs().lines().toList();
    return new LocalStackException(
        "The container of %s (%s) %s. Its log ends with:\n%s"
            .formatted(
                name,
                container.getDockerImageName(),
                what,
                String.join(
                    "\n", lines.subList(Math.max(0, lines.size() - LOG_LINES), lines.size()))));
  }
}
