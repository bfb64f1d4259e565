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
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Rows that the log does not bring: the relay looks for them by itself. */
@ExtendWith(StackExtension.class)
class OverlookedRowsIntegrationTests {

  private static final String SOON = "--outbox.relay.overlooked-after=1s";

  private final MysqlServer mysql;
  private final KafkaBroker kafka;
  private final TestOutbox outbox;

  OverlookedRowsIntegrationTests(MysqlServer mysql, KafkaBroker kafka) {
    this.mysql = mysql;
    this.kafka = kafka;
    this.outbox = TestOutbox.create(mysql);
  }

  @ParameterizedTest
  @ValueSource(strings = {"exactly-once", "at-least-once"})
  void rowsWrittenPastTheLogArePublishedAndReported(String delivery) throws SQLException {
    TestOutbox other = TestOutbox.create(mysql);
    try (RunningRelay relay = start("--outbox.relay.delivery=" + delivery, outbox, other)) {
      List<String> ids = new ArrayList<>(List.of(outbox.append("k", "1")));
      relay.awaitDrained(outbox);
      relay.awaitState(outbox, "RUNNING");
      ids.addAll(appendPastTheLog("k", "2", "3"));
      // There is traffic, of another outbox.
      other.append("k", "1");
      relay.awaitDrained(outbox);
      relay.awaitState(outbox, "RUNNING");
      ids.add(outbox.append("k", "4"));
      relay.awaitDrained(outbox);

      assertThat(reader(outbox).ids()).containsExactlyElementsOf(ids);
      assertThat(overlooked(relay, outbox)).isEqualTo(2);
      assertThat(overlooked(relay, other)).isZero();
      assertThat(relay.get("/actuator/prometheus").body())
          .contains("outbox_relay_overlooked_rows_total{outbox=\"" + outbox.name() + "\"} 2.0");
      assertThat(relay.get("/actuator/health").body())
          .contains("The log did not bring 2 row(s)", ids.get(1));
    }
  }

  @Test
  void rowsWrittenPastTheLogAreFoundByTheNextOwner() throws SQLException {
    try (RunningRelay relay = start(SOON, outbox)) {
      outbox.append("k", "1");
      relay.awaitDrained(outbox);
      relay.awaitState(outbox, "RUNNING");
    }
    appendPastTheLog("k", "2");
    try (RunningRelay relay = start(SOON, outbox)) {
      relay.awaitDrained(outbox);
      assertThat(overlooked(relay, outbox)).isEqualTo(1);
    }
    assertThat(reader(outbox).byKey().get("k")).containsExactly("1", "2");
  }

  @Test
  void rowsThatAreParkedOrWaitForDeletionAreNoFinding() {
    TestOutbox other = TestOutbox.create(mysql);
    try (RunningRelay relay = start(SOON, outbox, other)) {
      relay.awaitState(outbox, "RUNNING");
      outbox.append("parked", TestOutbox.large(1_100_000));
      await().until(() -> relay.outbox(outbox).get("parkedKeys").asInt() == 1);
      outbox.append("parked", "2");
      mysql.execute("REVOKE DELETE ON %s.outbox_event FROM 'relay'@'%%'".formatted(outbox.name()));
      outbox.append("k", "1");
      await()
          .during(Duration.ofSeconds(5))
          .atMost(Duration.ofSeconds(30))
          .until(
              () -> {
                other.append("k", "traffic");
                return overlooked(relay, outbox) == 0;
              });
      assertThat(outbox.rows()).isEqualTo(3);
      outbox.grant("DELETE");
    }
    assertThat(reader(outbox).byKey().get("k")).containsExactly("1");
  }

  @Test
  void oldRowsThatTheLogStillBringsAreNoFinding() throws SQLException {
    TestOutbox other = TestOutbox.create(mysql);
    try (RunningRelay relay = start(SOON, outbox, other);
        Connection connection = outbox.connect()) {
      relay.awaitState(outbox, "RUNNING");
      connection.setAutoCommit(false);
      outbox.append(connection, "k", "1");
      await()
          .during(Duration.ofSeconds(3))
          .atMost(Duration.ofSeconds(30))
          .until(() -> other.append("k", "traffic") != null);
      connection.commit();
      relay.awaitDrained(outbox);
      assertThat(overlooked(relay, outbox)).isZero();
    }
  }

  private RunningRelay start(String setting, TestOutbox... outboxes) {
    return RunningRelay.start("binlog", List.of(outboxes), SOON, setting);
  }

  private static long overlooked(RunningRelay relay, TestOutbox outbox) {
    return relay.outbox(outbox).get("overlookedRows").asLong();
  }

  private List<String> appendPastTheLog(String key, String... payloads) throws SQLException {
    try (Connection connection =
            DriverManager.getConnection(
                mysql.jdbcUrl(outbox.name()), mysql.adminUsername(), mysql.adminPassword());
        Statement statement = connection.createStatement()) {
      statement.execute("SET SESSION sql_log_bin = 0");
      List<String> ids = new ArrayList<>();
      for (String payload : payloads) {
        ids.add(outbox.append(connection, key, payload));
      }
      return ids;
    }
  }

  private TopicReader reader(TestOutbox of) {
    return new TopicReader(kafka, of.topic());
  }
}
