package dev.outbox.relay;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.outbox.localstack.KafkaBroker;
import dev.outbox.localstack.MysqlServer;
import dev.outbox.localstack.StackExtension;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import tools.jackson.databind.JsonNode;

/** Rows that Kafka has and that MySQL does not let the relay delete. */
@ExtendWith({StackExtension.class, OutputCaptureExtension.class})
class UndeletedRowsIntegrationTests {

  /** Locks are waited for as long, too. */
  private static final String SHORT_WAITS = "--outbox.relay.servers.main.wait-timeout=1s";

  private final MysqlServer mysql;
  private final KafkaBroker kafka;

  UndeletedRowsIntegrationTests(MysqlServer mysql, KafkaBroker kafka) {
    this.mysql = mysql;
    this.kafka = kafka;
  }

  @AfterEach
  void restoreServer() {
    mysql.execute("SET GLOBAL read_only = OFF");
    mysql.execute("SET GLOBAL binlog_format = ROW");
  }

  @ParameterizedTest
  @ValueSource(strings = {"binlog", "polling"})
  void rowsThatMayNotBeDeletedAreAStateUntilTheRightIsGranted(String mode, CapturedOutput output) {
    TestOutbox outbox = TestOutbox.create(mysql);
    try (RunningRelay relay = RunningRelay.start(mode, List.of(outbox))) {
      String before = publishOne(relay, outbox);
      revokeDelete(outbox);
      String id = outbox.append("k", "1");
      relay.awaitState(outbox, "WAITING_TO_DELETE");
      JsonNode view = relay.outbox(outbox);
      assertThat(view.get("error").asString())
          .contains(
              "DELETE",
              "GRANT SELECT, DELETE ON `%s`.`outbox_event` TO 'relay'@'%%'"
                  .formatted(outbox.name()));
      assertThat(view.get("undeletedRows").asLong()).isEqualTo(1);
      assertThat(relay.get("/actuator/health").statusCode()).isEqualTo(503);
      assertThat(relay.get("/actuator/health").body()).contains("WAITING_TO_DELETE", "undeleted");
      assertThat(relay.get("/actuator/prometheus").body())
          .contains("outbox_relay_undeleted_rows{outbox=\"%s\"} 1.0".formatted(outbox.name()));
      await()
          .during(Duration.ofSeconds(3))
          .atMost(Duration.ofSeconds(6))
          .until(() -> state(relay, outbox).equals("WAITING_TO_DELETE"));
      assertThat(output.toString().split("WARN.*cannot be deleted", -1)).hasSize(2);
      outbox.grant("DELETE");
      relay.awaitDrained(outbox);
      relay.awaitState(outbox, "RUNNING");
      assertThat(relay.outbox(outbox).get("undeletedRows").asLong()).isZero();
      assertThat(reader(outbox).ids()).containsExactlyInAnyOrder(before, id);
    }
  }

  @Test
  void eventsOfTheLogFlowWhileNothingMayBeDeleted() {
    TestOutbox outbox = TestOutbox.create(mysql);
    try (RunningRelay relay = RunningRelay.start("binlog", List.of(outbox))) {
      String before = publishOne(relay, outbox);
      revokeDelete(outbox);
      String first = outbox.append("k", "1");
      relay.awaitState(outbox, "WAITING_TO_DELETE");
      String second = outbox.append("k", "2");
      await()
          .untilAsserted(
              () ->
                  assertThat(reader(outbox).ids())
                      .containsExactlyInAnyOrder(before, first, second));
      outbox.grant("DELETE");
      relay.awaitDrained(outbox);
    }
  }

  @ParameterizedTest
  @CsvSource({
    "binlog, trigger, rows are kept",
    "polling, trigger, rows are kept",
    "polling, foreign key, foreign key",
    "binlog, lock, lock"
  })
  void whateverKeepsRowsFromBeingDeletedIsNamed(String mode, String cause, String named)
      throws SQLException {
    TestOutbox outbox = TestOutbox.create(mysql);
    String id = outbox.append("k", "1");
    try (Connection admin = admin();
        Statement statement = admin.createStatement()) {
      for (String sql : causing(cause)) {
        statement.execute(sql.replace("TABLE_", outbox.name() + "."));
      }
      try (RunningRelay relay = RunningRelay.start(mode, List.of(outbox), SHORT_WAITS)) {
        relay.awaitState(outbox, "WAITING_TO_DELETE");
        assertThat(relay.outbox(outbox).get("error").asString())
            .contains(named)
            .doesNotContain("does not answer");
        for (String sql : mending(cause)) {
          statement.execute(sql.replace("TABLE_", outbox.name() + "."));
        }
        relay.awaitDrained(outbox);
        relay.awaitState(outbox, "RUNNING");
      }
    }
    assertThat(reader(outbox).ids()).containsExactly(id);
  }

  @ParameterizedTest
  @ValueSource(strings = {"binlog", "polling"})
  void serverThatBecomesReadOnlyIsNamed(String mode) throws SQLException {
    TestOutbox outbox = TestOutbox.create(mysql);
    try (Connection admin = admin();
        RunningRelay relay = RunningRelay.start(mode, List.of(outbox))) {
      String before = publishOne(relay, outbox);
      mysql.execute("SET GLOBAL read_only = ON");
      admin.setCatalog(outbox.name());
      String id = outbox.append(admin, "k", "1");
      relay.awaitState(outbox, "WAITING_TO_DELETE");
      assertThat(relay.outbox(outbox).get("error").asString())
          .contains("read-only", "name the primary")
          .doesNotContain("does not answer");
      mysql.execute("SET GLOBAL read_only = OFF");
      relay.awaitDrained(outbox);
      relay.awaitState(outbox, "RUNNING");
      assertThat(reader(outbox).ids()).containsExactlyInAnyOrder(before, id);
    }
  }

  @Test
  void serverThatLogsStatementsIsNamedBeforeAnythingIsPublished() {
    TestOutbox outbox = TestOutbox.create(mysql);
    String id = outbox.append("k", "1");
    mysql.execute("SET GLOBAL binlog_format = STATEMENT");
    try (RunningRelay relay = RunningRelay.start("polling", List.of(outbox))) {
      relay.awaitState(outbox, "BLOCKED");
      assertThat(relay.outbox(outbox).get("error").asString())
          .contains("SET PERSIST binlog_format = ROW")
          .doesNotContain("does not answer");
      assertThat(relay.outbox(outbox).get("published").asLong()).isZero();
      mysql.execute("SET GLOBAL binlog_format = ROW");
      relay.awaitDrained(outbox);
      relay.awaitState(outbox, "RUNNING");
    }
    assertThat(reader(outbox).ids()).containsExactly(id);
  }

  private static List<String> causing(String cause) {
    return switch (cause) {
      case "trigger" ->
          List.of(
              "CREATE TRIGGER TABLE_keep BEFORE DELETE ON TABLE_outbox_event FOR EACH ROW"
                  + " SIGNAL SQLSTATE '45000' SET MESSAGE_TEXT = 'rows are kept'");
      case "foreign key" ->
          List.of(
              "CREATE TABLE TABLE_note (position BIGINT UNSIGNED NOT NULL PRIMARY KEY,"
                  + " FOREIGN KEY (position) REFERENCES TABLE_outbox_event (position))",
              "INSERT INTO TABLE_note SELECT position FROM TABLE_outbox_event");
      default -> List.of("START TRANSACTION", "SELECT * FROM TABLE_outbox_event FOR UPDATE");
    };
  }

  private static List<String> mending(String cause) {
    return switch (cause) {
      case "trigger" -> List.of("DROP TRIGGER TABLE_keep");
      case "foreign key" -> List.of("DROP TABLE TABLE_note");
      default -> List.of("ROLLBACK");
    };
  }

  /** After that the relay has looked at all that it needs of the table and the server. */
  private static String publishOne(RunningRelay relay, TestOutbox outbox) {
    relay.awaitState(outbox, "RUNNING");
    String id = outbox.append("before", "0");
    relay.awaitDrained(outbox);
    return id;
  }

  private Connection admin() throws SQLException {
    return DriverManager.getConnection(
        mysql.jdbcUrl(""), mysql.adminUsername(), mysql.adminPassword());
  }

  private void revokeDelete(TestOutbox outbox) {
    mysql.execute("REVOKE DELETE ON %s.outbox_event FROM 'relay'@'%%'".formatted(outbox.name()));
  }

  private static String state(RunningRelay relay, TestOutbox outbox) {
    return relay.outbox(outbox).get("state").asString();
  }

  private TopicReader reader(TestOutbox outbox) {
    return new TopicReader(kafka, outbox.topic());
  }
}
