package dev.outbox.endtoend;

import dev.outbox.localstack.Ports;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.OptionalInt;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** A packaged application as a process of its own, on a port of its own, that can be killed. */
final class Application implements AutoCloseable {

  /** Of this process: others run tests meanwhile. */
  static final Path LOGS =
      Path.of("target", "logs", System.getProperty("surefire.forkNumber", "1"));

  private final String jarName;
  private final String name;
  private final Map<String, String> environment;
  private final int port = Ports.free();
  private @Nullable Process process;

  Application(String name, Map<String, String> environment) {
    this(name, name, environment);
  }

  private Application(String jarName, String name, Map<String, String> environment) {
    this.jarName = jarName;
    this.name = name;
    this.environment = new HashMap<>(environment);
    this.environment.put("SERVER_PORT", String.valueOf(port));
  }

  /** A second instance, which differs in its port and in what is given. */
  Application second(Map<String, String> own) {
    Map<String, String> all = new HashMap<>(environment);
    all.putAll(own);
    return new Application(jarName, jarName + "-2", all);
  }

  String name() {
    return name;
  }

  String url() {
    return "http://127.0.0.1:" + port;
  }

  /** What it says, and what those of the name said before it. */
  Path log() {
    return LOGS.resolve(name + ".log");
  }

  void start() {
    Path jar = Path.of("..", jarName, "target", jarName + ".jar").toAbsolutePath().normalize();
    if (!Files.exists(jar)) {
      throw new IllegalStateException(jar + " is missing: build it with ./mvnw package");
    }
    try {
      Files.createDirectories(log().getParent());
      ProcessBuilder builder =
          new ProcessBuilder(
              Path.of(System.getProperty("java.home"), "bin", "java").toString(),
              "-Xmx256m",
              "-XX:TieredStopAtLevel=1",
              "-jar",
              jar.toString());
      builder.environment().putAll(environment);
      builder.redirectErrorStream(true);
      builder.redirectOutput(ProcessBuilder.Redirect.appendTo(log().toFile()));
      process = builder.start();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** How it ended; empty while it runs. */
  OptionalInt exitStatus() {
    Process started = process;
    return started == null || started.isAlive()
        ? OptionalInt.empty()
        : OptionalInt.of(started.exitValue());
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
    Process running = process;
    if (running == null) {
      return;
    }
    running.destroy();
    try {
      if (!running.waitFor(20, TimeUnit.SECONDS)) {
        kill();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      kill();
    }
  }
}
