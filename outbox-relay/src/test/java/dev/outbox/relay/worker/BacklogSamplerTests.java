package dev.outbox.relay.worker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.outbox.localstack.Ports;
import dev.outbox.relay.binlog.LogQueue;
import dev.outbox.relay.database.DatabaseServer;
import dev.outbox.relay.database.OutboxTable;
import dev.outbox.relay.outbox.Outbox;
import dev.outbox.relay.outbox.OutboxStatus;
import dev.outbox.relay.outbox.RelayMode;
import dev.outbox.relay.outbox.Table;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class BacklogSamplerTests {

  @Test
  void whatWaitsInTheLogIsKnownAlsoWhileTablesTakeLong() {
    String nobody = "jdbc:mysql://127.0.0.1:" + Ports.free();
    try (DatabaseServer server = new DatabaseServer("main", nobody, "relay", "any")) {
      OutboxStatus slow = status("slow");
      OutboxStatus running = status("running");
      running.running();
      BacklogSampler sampler =
          new BacklogSampler("main", List.of(slow, running), tables(server), new LogQueue(1_000));
      sampler.start();
      try {
        await()
            .atMost(Duration.ofSeconds(10))
            .untilAsserted(() -> assertThat(running.backlog()).isPresent());
        // Its table has been asked by now or is: a connection is waited for during 3 s.
        running.backlog(null);
        await()
            .during(Duration.ofSeconds(4))
            .atMost(Duration.ofSeconds(20))
            .untilAsserted(() -> assertThat(slow.backlog()).isEmpty());
        running.backlog(null);
        await()
            .atMost(Duration.ofSeconds(5))
            .untilAsserted(() -> assertThat(running.backlog()).isPresent());
      } finally {
        sampler.stop();
      }
    }
  }

  private static OutboxStatus status(String name) {
    return new OutboxStatus(
        new Outbox(name, "main", RelayMode.BINLOG, table(name), URI.create("/" + name)));
  }

  private static Map<String, OutboxTable> tables(DatabaseServer server) {
    return Map.of("slow", new OutboxTable(server, table("slow"), 1, 1));
  }

  private static Table table(String name) {
    return new Table(name, "outbox_event");
  }
}
