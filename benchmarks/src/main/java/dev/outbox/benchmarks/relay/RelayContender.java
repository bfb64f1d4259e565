package dev.outbox.benchmarks.relay;

import dev.outbox.benchmarks.testbed.Application;
import dev.outbox.benchmarks.testbed.BenchOutbox;
import dev.outbox.benchmarks.testbed.ChildProcess;
import dev.outbox.benchmarks.testbed.Options;
import dev.outbox.benchmarks.testbed.TestBed;
import java.util.List;

/** The relay, from its packaged jar, in a heap of 256 MB. */
final class RelayContender implements Contender {

  static final String SERVER_RIGHTS =
      "REPLICATION SLAVE, REPLICATION CLIENT, SESSION_VARIABLES_ADMIN";
  static final String TABLE_RIGHTS = "SELECT, DELETE";

  private final String name;
  private final BenchOutbox outbox;
  private final Application relay;

  RelayContender(
      String name, TestBed bed, BenchOutbox outbox, Options options, String mode, String delivery) {
    this.name = name;
    this.outbox = outbox;
    // Contenders know nothing of each other; a server's name is that of its producer's
    // transactions.
    String server = "--outbox.relay.servers." + outbox.name();
    this.relay =
        new Application(
            outbox.name(),
            "outbox-relay",
            options,
            options.relayOptions(),
            List.of(
                "--spring.kafka.bootstrap-servers=" + bed.bootstrapServers(),
                "--outbox.relay.mode=" + mode,
                "--outbox.relay.delivery=" + delivery,
                "--outbox.relay.group.id=" + outbox.name(),
                "--outbox.relay.group.topic=" + outbox.name() + "-progress",
                // Being stopped while the backlog is written must not look like being dead.
                "--outbox.relay.group.session-timeout=10m",
                server + ".url=" + outbox.serverUrl(),
                server + ".username=" + outbox.name(),
                server + ".password=" + BenchOutbox.PASSWORD,
                server + ".outboxes.bench.database=" + outbox.name(),
                server + ".outboxes.bench.source=/bench"));
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
    relay.process().freeze();
  }

  @Override
  public boolean deletesRows() {
    return true;
  }

  @Override
  public ChildProcess process() {
    return relay.process();
  }

  /** Looks at its health and its metrics, as those do who watch it. */
  void scrape() {
    relay.get("/actuator/health");
    relay.get("/actuator/prometheus");
    relay.get("/api/outboxes");
  }

  /** In mode {@code binlog} it then follows the log and no longer reads the table. */
  private void awaitRunning() {
    relay.await("/api/outboxes", "\"state\":\"RUNNING\"");
  }
}
