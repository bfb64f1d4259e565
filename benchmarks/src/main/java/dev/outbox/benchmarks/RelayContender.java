package dev.outbox.benchmarks;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** The relay, from its packaged jar, in a heap of 256 MB. */
final class RelayContender implements Contender {

  /** As the relay is meant to run; those that it is compared with have the same. */
  static final List<String> JVM = List.of("-Xmx256m", "-XX:+UseSerialGC");

  static final String SERVER_RIGHTS =
      "REPLICATION SLAVE, REPLICATION CLIENT, SESSION_VARIABLES_ADMIN";
  static final String TABLE_RIGHTS = "SELECT, DELETE";

  private static final HttpClient HTTP = HttpClient.newHttpClient();

  private final String name;
  private final BenchOutbox outbox;
  private final int port;
  private final ChildProcess process;

  RelayContender(
      String name, TestBed bed, BenchOutbox outbox, Options options, String mode, String delivery) {
    this.name = name;
    this.outbox = outbox;
    this.port = freePort();
    List<String> command = new ArrayList<>();
    command.addAll(JVM);
    command.addAll(options.relayOptions());
    command.add("-jar");
    command.add(options.relayJar().toString());
    command.add("--server.port=" + port);
    command.add("--spring.kafka.bootstrap-servers=" + bed.bootstrapServers());
    command.add("--outbox.relay.mode=" + mode);
    command.add("--outbox.relay.delivery=" + delivery);
    // Contenders know nothing of each other; a server's name is that of its producer's
    // transactions.
    String server = "--outbox.relay.servers." + outbox.name();
    command.add("--outbox.relay.group.id=" + outbox.name());
    command.add("--outbox.relay.group.topic=" + outbox.name() + "-progress");
    // Being stopped while the backlog is written must not look like being dead.
    command.add("--outbox.relay.group.session-timeout=10m");
    command.add(server + ".url=" + outbox.serverUrl());
    command.add(server + ".username=" + outbox.name());
    command.add(server + ".password=" + BenchOutbox.PASSWORD);
    command.add(server + ".outboxes.bench.database=" + outbox.name());
    command.add(server + ".outboxes.bench.source=/bench");
    this.process = ChildProcess.java(outbox.name(), options.work(), command);
  }

  @Override
  public String name() {
    return name;
  }

  @Override
  public BenchOutbox outbox() {
    return outbox;
  }

  @Override
  public void start() {
    awaitRunning();
  }

  @Override
  public void hold() {
    awaitRunning();
    process.freeze();
  }

  @Override
  public boolean deletesRows() {
    return true;
  }

  @Override
  public ChildProcess process() {
    return process;
  }

  /** Looks at its health and its metrics, as those do who watch it. */
  void scrape() {
    get("/actuator/health");
    get("/actuator/prometheus");
    get("/api/outboxes");
  }

  /** In mode {@code binlog} it then follows the log and no longer reads the table. */
  private void awaitRunning() {
    Waiting.until(
        name + " is running",
        START_LIMIT,
        () -> {
          process.requireAlive();
          return get("/api/outboxes").contains("\"state\":\"RUNNING\"");
        });
  }

  private String get(String path) {
    try {
      return HTTP.send(
              HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path))
                  .timeout(Duration.ofSeconds(5))
                  .build(),
              HttpResponse.BodyHandlers.ofString())
          .body();
    } catch (IOException notYet) {
      return "";
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new BenchmarkException("Interrupted", e);
    }
  }

  private static int freePort() {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
