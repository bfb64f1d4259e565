package dev.outbox.localstack;

import static java.util.concurrent.TimeUnit.MILLISECONDS;
import static java.util.concurrent.TimeUnit.SECONDS;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/**
 * A server as a child process, with a temporary directory for its data and its log. It ends with
 * the JVM that started it, however that ends. Safe for use by several threads.
 */
final class ServerProcess implements Server {

  private static final Duration START_LIMIT = Duration.ofSeconds(90);
  private static final Duration STOP_LIMIT = Duration.ofSeconds(30);

  // Reads from a pipe that the JVM holds open: when that closes, the JVM is gone.
  private static final String WATCHDOG =
      "trap '' HUP INT TERM; read -r _; kill -9 \"$1\"; rm -rf -- \"$2\"";

  private final String name;
  private final Path directory;
  private final List<String> command;
  private final Map<String, String> environment;
  private final BooleanSupplier ready;
  private @Nullable Process process;

  /**
   * @param name of the server, for messages
   * @param directory deleted by {@link #close}
   * @param ready whether the server answers; asked again and again while it starts
   */
  ServerProcess(
      String name,
      Path directory,
      List<String> command,
      Map<String, String> environment,
      BooleanSupplier ready) {
    this.name = name;
    this.directory = directory;
    this.command = List.copyOf(command);
    this.environment = Map.copyOf(environment);
    this.ready = ready;
  }

  @Override
  public synchronized void start() {
    if (process != null && process.isAlive()) {
      return;
    }
    Log log = new Log(directory.resolve("log"));
    try {
      Process started = log.attach(new ProcessBuilder(command), environment).start();
      process = started;
      guard(started);
      long deadline = System.nanoTime() + START_LIMIT.toNanos();
      while (!ready.getAsBoolean()) {
        if (started.waitFor(50, MILLISECONDS)) {
          throw new LocalStackException(
              log.explain(name + " ended while starting, exit status " + started.exitValue()));
        }
        if (System.nanoTime() > deadline) {
          kill();
          throw new LocalStackException(
              log.explain(name + " did not answer within " + START_LIMIT.toSeconds() + " s"));
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      throw interrupted(e);
    }
  }

  @Override
  public synchronized void stop() {
    if (process == null) {
      return;
    }
    process.destroy();
    try {
      if (!process.waitFor(STOP_LIMIT.toSeconds(), SECONDS)) {
        kill();
      }
    } catch (InterruptedException e) {
      throw interrupted(e);
    }
  }

  @Override
  public synchronized void kill() {
    if (process == null) {
      return;
    }
    try {
      process.destroyForcibly().waitFor();
    } catch (InterruptedException e) {
      throw interrupted(e);
    }
  }

  @Override
  public synchronized long pid() {
    if (process == null) {
      throw new IllegalStateException(name + " has not been started");
    }
    return process.pid();
  }

  @Override
  public void close() {
    kill();
    Directories.delete(directory);
  }

  private void guard(Process server) throws IOException {
    Process watchdog =
        new ProcessBuilder(
                "sh", "-c", WATCHDOG, "watchdog", "" + server.pid(), directory.toString())
            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
            .redirectError(ProcessBuilder.Redirect.DISCARD)
            .start();
    // The system may give the number of a server that has ended to another process.
    var unused = server.onExit().thenRun(watchdog::destroyForcibly);
  }

  private LocalStackException interrupted(InterruptedException e) {
    Thread.currentThread().interrupt();
    return new LocalStackException("Interrupted while waiting for " + name, e);
  }
}
