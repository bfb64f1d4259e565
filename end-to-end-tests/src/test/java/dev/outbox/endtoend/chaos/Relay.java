package dev.outbox.endtoend.chaos;

import dev.outbox.localstack.Ports;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The packaged relay as a process of its own, the same member of its group after a restart. */
final class Relay implements AutoCloseable {

  private static final Path JAR = Path.of("..", "outbox-relay", "target", "outbox-relay.jar");
  private static final HttpClient HTTP =
      HttpClient.newBuilder().connectTimeout(Duration.ofSeconds(1)).build();
  private static final JsonMapper JSON = new JsonMapper();

  private final String name;
  private final List<String> settings;
  private final File log;
  private final int port = Ports.free();
  private final Thread end = new Thread(this::close);
  private String mode;
  private @Nullable Process process;
  private boolean closed;

  /**
   * Not started yet.
   *
   * @param name of this member of the group
   * @param settings all but the member's name, the mode and the port
   */
  Relay(String name, String mode, List<String> settings, Path logs) {
    this.name = name;
    this.mode = mode;
    this.settings = List.copyOf(settings);
    this.log = logs.resolve(name + ".log").toFile();
    if (!Files.exists(JAR)) {
      throw new IllegalStateException(JAR + " is missing: build it with ./mvnw package");
    }
    Runtime.getRuntime().addShutdownHook(end);
  }

  String mode() {
    return mode;
  }

  /** From the next start on. */
  void mode(String next) {
    mode = next;
  }

  /** Starts it, and does not wait. Does nothing once it is closed, as when this JVM is to end. */
  void start() {
    start(new String[0]);
  }

  /** The same with other settings, for this time. */
  synchronized void start(String... others) {
    if (closed) {
      return;
    }
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(List.of("-Xmx256m", "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1"));
    command.addAll(List.of("-jar", JAR.toString()));
    command.addAll(settings);
    command.addAll(List.of(others));
    command.add("--outbox.relay.mode=" + mode);
    command.add("--outbox.relay.group.instance-id=" + name);
    command.add("--server.port=" + port);
    try {
      process =
          new ProcessBuilder(command)
              .redirectErrorStream(true)
              .redirectOutput(ProcessBuilder.Redirect.appendTo(log))
              .start();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  boolean isAlive() {
    return process != null && process.isAlive();
  }

  /** {@code kill -9}. */
  void kill() {
    if (process != null) {
      process.destroyForcibly().onExit().join();
    }
  }

  /** {@code kill}, which lets it end what it is at. */
  void stop() throws InterruptedException {
    if (process != null) {
      process.destroy();
      if (!process.waitFor(30, TimeUnit.SECONDS)) {
        throw new IllegalStateException(name + " does not end, see " + log);
      }
    }
  }

  /** {@code SIGSTOP} or {@code SIGCONT}. */
  void signal(String signal) throws InterruptedException {
    if (process == null) {
      throw new IllegalStateException(name + " was not started");
    }
    try {
      new ProcessBuilder("kill", "-" + signal, "" + process.pid()).inheritIO().start().waitFor();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** How many events it has published since it was started; 0 if it does not answer. */
  long published() {
    return outbox().map(outbox -> outbox.get("published").asLong()).orElse(0L);
  }

  /** Whether it publishes. */
  boolean owns() {
    return List.of("RUNNING", "CATCHING_UP").contains(state());
  }

  /** Whether it waits for another one to end. */
  boolean standsBy() {
    return state().equals("STANDBY");
  }

  private String state() {
    return outbox().map(outbox -> outbox.get("state").asString()).orElse("");
  }

  @Override
  public String toString() {
    return "%s %s, see %s".formatted(name, outbox().map(JsonNode::toString).orElse("silent"), log);
  }

  private Optional<JsonNode> outbox() {
    if (!isAlive()) {
      return Optional.empty();
    }
    HttpRequest request =
        HttpRequest.newBuilder(URI.create("http://127.0.0.1:%d/api/outboxes".formatted(port)))
            .timeout(Duration.ofSeconds(2))
            .build();
    try {
      return Optional.of(JSON.readTree(HTTP.send(request, BodyHandlers.ofString()).body()).get(0));
    } catch (IOException e) {
      return Optional.empty();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return Optional.empty();
    }
  }

  @Override
  public synchronized void close() {
    closed = true;
    kill();
  }
}
