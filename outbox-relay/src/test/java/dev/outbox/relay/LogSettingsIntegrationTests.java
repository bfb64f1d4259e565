package dev.outbox.relay;

import static org.assertj.core.api.Assertions.assertThat;

import dev.outbox.localstack.MysqlServer;
import dev.outbox.localstack.TestStack;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;
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

  @Test
  void rowEventsOfTheFirstVersionAreRead() {
    try (MysqlServer mysql = MysqlServer.launch("--log-bin-use-v1-row-events=ON")) {
      TestOutbox outbox = TestOutbox.create(mysql);
      try (RunningRelay relay = start("binlog", outbox)) {
        outbox.append("k", "1");
        relay.awaitDrained(outbox);
        outbox.append("k", "2");
        outbox.append(RelayContract.keys(10, 3), RelayContract.numbers(0, 10));
        relay.awaitDrained(outbox);
        assertThat(relay.outbox(outbox).get("published").asLong()).isEqualTo(12);
      }
    }
  }

  @Test
  void changesThatAreLoggedInPartAreReadFromTheTable() {
    try (MysqlServer mysql =
        MysqlServer.launch(
            "--binlog-row-value-options=PARTIAL_JSON", "--binlog-row-metadata=FULL")) {
      TestOutbox outbox = TestOutbox.create(mysql);
      outbox.execute("ALTER TABLE outbox_event ADD extra JSON");
      try (RunningRelay relay = start("binlog", outbox)) {
        outbox.append("k", "1");
        relay.awaitDrained(outbox);
        mysql.execute(
            """
            USE %s; START TRANSACTION;
            INSERT INTO outbox_event (position, id, aggregatetype, aggregateid, type, payload, extra)
            VALUES (900, UUID(), '%s', 'k', 't.v1', 'old', '{"a": "bbbbbbbbbbbbbbbbbbbbbb"}');
            UPDATE outbox_event SET payload = 'new', extra = JSON_SET(extra, '$.a', 'c')
            WHERE position = 900;
            COMMIT
            """
                .formatted(outbox.name(), outbox.aggregateType()));
        relay.awaitDrained(outbox);
      }
      TopicReader topic = new TopicReader(TestStack.shared().kafka(), outbox.topic());
      assertThat(topic.byKey()).containsEntry("k", List.of("1", "new"));
    }
  }

  @Test
  void namesAreTakenAsTheServerTakesThem() {
    try (MysqlServer mysql = MysqlServer.launch("--lower-case-table-names=1")) {
      TestOutbox outbox = TestOutbox.create(mysql);
      String database = "outbox.relay.servers.own.outboxes." + outbox.name() + ".database";
      try (RunningRelay relay =
          RunningRelay.start(
              "binlog",
              Map.of("own", List.of(outbox)),
              Stream.concat(
                      Stream.of(RunningRelay.groupOfItsOwn()),
                      Stream.of("--" + database + "=" + outbox.name().toUpperCase(Locale.ROOT)))
                  .toArray(String[]::new))) {
        outbox.append("k", "1");
        relay.awaitDrained(outbox);
        relay.awaitState(outbox, "RUNNING");
        outbox.append("k", "2");
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
