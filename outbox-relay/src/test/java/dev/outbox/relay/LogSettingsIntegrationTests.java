package dev.outbox.relay;

import static org.assertj.core.api.Assertions.assertThat;

import dev.outbox.localstack.MysqlServer;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/** Servers that were started with options that keep outboxes out of the log. */
class LogSettingsIntegrationTests {

  @Test
  void anOutboxThatTheServerLeavesOutOfItsLogIsRefusedWhileOthersFlow() {
    try (MysqlServer mysql = MysqlServer.launch("--binlog-ignore-db=test_1")) {
      TestOutbox hidden = TestOutbox.create(mysql);
      TestOutbox shown = TestOutbox.create(mysql);
      hidden.append("k", "1");
      shown.append("k", "1");
      try (RunningRelay relay = start("binlog", hidden, shown)) {
        relay.awaitDrained(shown);
        assertRefused(relay, hidden, "binlog filters", "Start MySQL without them");
      }
      try (RunningRelay relay = start("polling", hidden, shown)) {
        relay.awaitDrained(hidden);
      }
    }
  }

  @Test
  void aServerWithoutALogIsRefusedAndCanBePolled() {
    try (MysqlServer mysql = MysqlServer.launch("--skip-log-bin")) {
      TestOutbox outbox = TestOutbox.create(mysql);
      outbox.append("k", "1");
      try (RunningRelay relay = start("binlog", outbox)) {
        assertRefused(relay, outbox, "log_bin", "Start MySQL with --log-bin");
      }
      try (RunningRelay relay = start("polling", outbox)) {
        relay.awaitDrained(outbox);
      }
    }
  }

  private static RunningRelay start(String mode, TestOutbox... outboxes) {
    return RunningRelay.start(mode, Map.of("own", List.of(outboxes)), RunningRelay.groupOfItsOwn());
  }

  private static void assertRefused(
      RunningRelay relay, TestOutbox outbox, String check, String todo) {
    relay.awaitState(outbox, "REFUSED");
    assertThat(relay.outbox(outbox).get("error").asString()).contains(check, todo);
    JsonNode finding = relay.checks(outbox).get(check);
    assertThat(finding.get("severity").asString()).isEqualTo("REFUSING");
    assertThat(finding.get("todo").asString()).contains(todo);
    assertThat(outbox.rows()).isEqualTo(1);
  }
}
