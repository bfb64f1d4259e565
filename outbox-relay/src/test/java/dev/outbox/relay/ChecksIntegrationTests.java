package dev.outbox.relay;

import static org.assertj.core.api.Assertions.assertThat;

import dev.outbox.localstack.MysqlServer;
import dev.outbox.localstack.StackExtension;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import tools.jackson.databind.JsonNode;

/** What the relay finds out about MySQL and Kafka, and what it makes of that. */
@ExtendWith(StackExtension.class)
class ChecksIntegrationTests {

  private final MysqlServer mysql;

  ChecksIntegrationTests(MysqlServer mysql) {
    this.mysql = mysql;
  }

  @AfterEach
  void allIsAsItWas() {
    mysql.execute("SET GLOBAL sync_binlog = 1");
    mysql.execute("SET GLOBAL binlog_order_commits = ON");
    mysql.execute("SET GLOBAL binlog_format = 'ROW'");
    mysql.execute("SET GLOBAL gtid_mode = ON");
    mysql.execute("SET GLOBAL binlog_expire_logs_seconds = 2592000");
    mysql.execute("GRANT REPLICATION SLAVE, REPLICATION CLIENT ON *.* TO 'relay'@'%'");
  }

  @Test
  void everyFindingOfAHealthyOutboxIsOk() {
    TestOutbox outbox = TestOutbox.create(mysql);
    try (RunningRelay relay = RunningRelay.start("binlog", List.of(outbox))) {
      outbox.append("k", "1");
      relay.awaitDrained(outbox);
      Map<String, JsonNode> checks = relay.checks(outbox);
      checks.forEach(
          (name, finding) ->
              assertThat(finding.get("severity").asString())
                  .as(finding.toString())
                  .isEqualTo("OK"));
      assertThat(checks)
          .containsKeys(
              "log_bin",
              "gtid_mode",
              "binlog filters",
              "REPLICATION SLAVE",
              "REPLICATION CLIENT",
              "DELETE",
              "primary key",
              "engine",
              "column payload",
              "binlog_expire_logs_seconds",
              "SESSION_VARIABLES_ADMIN",
              "transaction.max.timeout.ms",
              "group.min.session.timeout.ms",
              "cleanup.policy of outbox-relay-progress",
              "max.message.bytes of " + outbox.topic());
    }
  }

  @Test
  void aServerWhoseLogIsNotDurableIsRefusedUntilItIs() {
    TestOutbox outbox = TestOutbox.create(mysql);
    mysql.execute("SET GLOBAL sync_binlog = 0");
    mysql.execute("SET GLOBAL binlog_expire_logs_seconds = 3600");
    outbox.append("k", "1");
    try (RunningRelay relay = RunningRelay.start("binlog", List.of(outbox))) {
      relay.awaitState(outbox, "REFUSED");
      assertThat(relay.outbox(outbox).get("error").asString())
          .contains("SET PERSIST sync_binlog = 1");
      assertThat(relay.outbox(outbox).get("published").asLong()).isZero();
      assertThat(relay.get("/actuator/health").statusCode()).isEqualTo(503);
      Map<String, JsonNode> checks = relay.checks(outbox);
      assertThat(checks.get("sync_binlog").get("severity").asString()).isEqualTo("REFUSING");
      assertThat(checks.get("binlog_expire_logs_seconds").get("severity").asString())
          .isEqualTo("WARNING");
      mysql.execute("SET GLOBAL sync_binlog = 1");
      relay.awaitDrained(outbox);
      relay.awaitState(outbox, "RUNNING");
    }
  }

  @Test
  void whatIsWrongWithTheLogIsAllSaidAtOnceAndAnOperatorMayAcceptThatItIsNotDurable() {
    TestOutbox outbox = TestOutbox.create(mysql);
    outbox.append("k", "1");
    mysql.execute("SET GLOBAL sync_binlog = 0");
    mysql.execute("SET GLOBAL binlog_order_commits = OFF");
    mysql.execute("SET GLOBAL binlog_format = 'MIXED'");
    mysql.execute("SET GLOBAL gtid_mode = ON_PERMISSIVE");
    try (RunningRelay relay = RunningRelay.start("binlog", List.of(outbox))) {
      relay.awaitState(outbox, "REFUSED");
      assertThat(relay.outbox(outbox).get("error").asString())
          .contains(
              "SET PERSIST sync_binlog = 1",
              "SET PERSIST binlog_order_commits = ON",
              "SET PERSIST binlog_format = ROW",
              "gtid_mode: ON_PERMISSIVE. Set enforce_gtid_consistency=ON and gtid_mode=ON");
      for (String check :
          List.of("sync_binlog", "binlog_order_commits", "binlog_format", "gtid_mode")) {
        assertThat(relay.checks(outbox).get(check).get("severity").asString())
            .as(check)
            .isEqualTo("REFUSING");
      }
    }
    try (RunningRelay relay =
        RunningRelay.start(
            "binlog",
            List.of(outbox),
            "--outbox.relay.servers.main.allow-relaxed-durability=true")) {
      relay.awaitState(outbox, "REFUSED");
      assertThat(relay.outbox(outbox).get("error").asString())
          .contains("binlog_format", "gtid_mode")
          .doesNotContain("sync_binlog", "binlog_order_commits");
      mysql.execute("SET GLOBAL binlog_format = 'ROW'");
      mysql.execute("SET GLOBAL gtid_mode = ON");
      relay.awaitDrained(outbox);
    }
  }

  @Test
  void theLogIsOfNoConcernInModePolling() {
    TestOutbox outbox = TestOutbox.create(mysql);
    mysql.execute("SET GLOBAL sync_binlog = 0");
    mysql.execute("REVOKE REPLICATION SLAVE, REPLICATION CLIENT ON *.* FROM 'relay'@'%'");
    try (RunningRelay relay = RunningRelay.start("polling", List.of(outbox))) {
      outbox.append("k", "1");
      relay.awaitDrained(outbox);
      assertThat(relay.checks(outbox)).doesNotContainKey("sync_binlog");
    }
  }

  @Test
  void anAccountThatMayNotReplicateIsRefusedUntilItMay() {
    TestOutbox outbox = TestOutbox.create(mysql);
    mysql.execute("REVOKE REPLICATION SLAVE, REPLICATION CLIENT ON *.* FROM 'relay'@'%'");
    outbox.append("k", "1");
    try (RunningRelay relay = RunningRelay.start("binlog", List.of(outbox))) {
      relay.awaitState(outbox, "REFUSED");
      String grants = relay.outbox(outbox).get("error").asString();
      assertThat(grants)
          .contains("GRANT REPLICATION CLIENT ON *.* TO 'relay'@'%'")
          .contains("GRANT REPLICATION SLAVE ON *.* TO 'relay'@'%'");
      outbox.grant("SELECT");
      relay.awaitDrained(outbox);
    }
  }

  @Test
  void aTableThatIsNoOutboxIsRefusedInEitherModeWhileOthersFlow() {
    TestOutbox flowing = TestOutbox.create(mysql);
    TestOutbox key =
        outbox(
            o ->
                o.execute(
                    "ALTER TABLE outbox_event DROP PRIMARY KEY, ADD PRIMARY KEY (position, id)"));
    TestOutbox column = outbox(o -> o.execute("ALTER TABLE outbox_event DROP COLUMN traceparent"));
    TestOutbox right =
        outbox(
            o ->
                mysql.execute(
                    "REVOKE DELETE ON %s.outbox_event FROM 'relay'@'%%'".formatted(o.name())));
    for (String mode : List.of("binlog", "polling")) {
      try (RunningRelay relay = RunningRelay.start(mode, List.of(flowing, key, column, right))) {
        flowing.append("k", "1");
        relay.awaitDrained(flowing);
        assertRefused(relay, key, "ADD PRIMARY KEY (position)");
        assertRefused(relay, column, "traceparent");
        assertRefused(relay, right, "GRANT SELECT, DELETE ON `%s`".formatted(right.name()));
      }
    }
  }

  @Test
  void anOutboxThatFollowedTheLogIsLookedAtAgainByItsNextOwner() {
    TestOutbox outbox = TestOutbox.create(mysql);
    try (RunningRelay relay = RunningRelay.start("binlog", List.of(outbox))) {
      outbox.append("k", "1");
      relay.awaitDrained(outbox);
      relay.awaitState(outbox, "RUNNING");
    }
    mysql.execute("SET GLOBAL sync_binlog = 0");
    String id = outbox.append("k", "2");
    try (RunningRelay relay = RunningRelay.start("binlog", List.of(outbox))) {
      relay.awaitState(outbox, "REFUSED");
      assertThat(outbox.rows()).isEqualTo(1);
      mysql.execute("SET GLOBAL sync_binlog = 1");
      relay.awaitDrained(outbox);
      assertThat(relay.outbox(outbox).get("published").asLong()).as(id).isEqualTo(1);
    }
  }

  private static void assertRefused(RunningRelay relay, TestOutbox outbox, String todo) {
    relay.awaitState(outbox, "REFUSED");
    assertThat(relay.outbox(outbox).get("error").asString()).contains(todo);
    assertThat(relay.outbox(outbox).get("published").asLong()).isZero();
    assertThat(relay.checks(outbox).values())
        .anyMatch(finding -> finding.get("severity").asString().equals("REFUSING"));
    assertThat(outbox.rows()).isPositive();
  }

  private TestOutbox outbox(Consumer<TestOutbox> change) {
    TestOutbox outbox = TestOutbox.create(mysql);
    outbox.append("k", "1");
    change.accept(outbox);
    return outbox;
  }
}
