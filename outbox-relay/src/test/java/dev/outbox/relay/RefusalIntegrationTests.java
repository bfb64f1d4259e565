package dev.outbox.relay;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.outbox.localstack.KafkaBroker;
import dev.outbox.localstack.MysqlServer;
import dev.outbox.localstack.StackExtension;
import java.net.http.HttpResponse;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What the relay cannot go on from without an operator's word, and that it goes on with it. */
@ExtendWith(StackExtension.class)
class RefusalIntegrationTests {

  private final MysqlServer mysql;
  private final KafkaBroker kafka;

  RefusalIntegrationTests(MysqlServer mysql, KafkaBroker kafka) {
    this.mysql = mysql;
    this.kafka = kafka;
  }

  @Test
  void anOutboxThatXaTransactionsWroteToWaitsUntilTheyAreEndedAndItIsResumed() throws SQLException {
    TestOutbox outbox = TestOutbox.create(mysql);
    List<String> ids = new ArrayList<>();
    try (RunningRelay relay = RunningRelay.start("binlog", List.of(outbox))) {
      relay.awaitState(outbox, "RUNNING");
      ids.add(outbox.append("k", "plain"));
      // So much that a plain transaction would be published in parts before it ends.
      ids.addAll(prepare(outbox, "'ends-well'", 3, "x".repeat(600_000)));
      relay.awaitState(outbox, "REFUSED");
      assertThat(relay.outbox(outbox).get("error").asString())
          .contains("XA RECOVER", "resume the outbox");
      assertThat(relay.get("/actuator/health").statusCode()).isEqualTo(503);
      prepare(outbox, "'ends-badly'", 1, "x");
      ids.add(outbox.append("k", "behind"));
    }
    try (RunningRelay relay = RunningRelay.start("binlog", List.of(outbox))) {
      relay.awaitState(outbox, "REFUSED");
      mysql.execute("XA COMMIT 'ends-well'");
      mysql.execute("XA ROLLBACK 'ends-badly'");
      assertThat(outbox.rows()).isEqualTo(4);
      resume(relay, outbox);
      relay.awaitDrained(outbox);
      relay.awaitState(outbox, "RUNNING");
      ids.add(outbox.append("k", "after"));
      relay.awaitDrained(outbox);
    }
    assertThat(reader(outbox).ids()).containsExactlyElementsOf(ids);
  }

  @Test
  void whatAnXaTransactionCommitsIsPublishedThoughItsOutboxWentOnWithoutIt() throws SQLException {
    TestOutbox outbox = TestOutbox.create(mysql);
    List<String> ids = new ArrayList<>(prepare(outbox, "'before-the-start'", 1, "x"));
    try (RunningRelay relay = RunningRelay.start("binlog", List.of(outbox))) {
      relay.awaitState(outbox, "RUNNING");
      ids.addAll(prepare(outbox, "'resumed-too-early'", 1, "x"));
      relay.awaitState(outbox, "REFUSED");
      resume(relay, outbox);
      relay.awaitState(outbox, "RUNNING");
      ids.add(outbox.append("k", "plain"));
      await().until(() -> reader(outbox).ids().size() == 1);
      mysql.execute("XA COMMIT 'before-the-start'");
      await().until(() -> reader(outbox).ids().size() == 2);
      mysql.execute("XA COMMIT 'resumed-too-early'");
      await().until(() -> reader(outbox).ids().size() == 3);
      relay.awaitDrained(outbox);
      relay.awaitState(outbox, "RUNNING");
    }
    assertThat(reader(outbox).ids()).containsExactlyInAnyOrderElementsOf(ids);
  }

  @Test
  void aServerThatLacksWhatWasPublishedIsRefusedUntilItIsReset() {
    TestOutbox outbox = TestOutbox.create(mysql);
    List<String> ids = new ArrayList<>();
    try (RunningRelay relay = RunningRelay.start("binlog", List.of(outbox))) {
      ids.add(outbox.append("k", "1"));
      relay.awaitDrained(outbox);
      relay.awaitState(outbox, "RUNNING");
    }
    loseTransactions();
    ids.add(outbox.append("k", "2"));
    try (RunningRelay relay = RunningRelay.start("binlog", List.of(outbox))) {
      relay.awaitState(outbox, "REFUSED");
      assertThat(relay.outbox(outbox).get("error").asString())
          .contains("restored", "POST /api/servers/main/reset");
      await()
          .during(Duration.ofSeconds(1))
          .until(() -> relay.outbox(outbox).get("published").asLong() == 0);
      HttpResponse<String> reset = relay.operate("POST", "/api/servers/main/reset");
      assertThat(reset.statusCode()).as(reset.body()).isEqualTo(200);
      relay.awaitDrained(outbox);
      relay.awaitState(outbox, "RUNNING");
      ids.add(outbox.append("k", "3"));
      relay.awaitDrained(outbox);
    }
    assertThat(reader(outbox).ids()).containsExactlyElementsOf(ids);
  }

  @ParameterizedTest
  @ValueSource(strings = {"binlog", "polling"})
  void serverThatLacksTheDeleteOfPublishedRowsIsRefused(String mode) {
    TestOutbox outbox = TestOutbox.create(mysql);
    String[] group = RunningRelay.groupOfItsOwn();
    String id;
    try (RunningRelay relay = RunningRelay.start(mode, List.of(outbox), group)) {
      id = outbox.append("k", "1");
      relay.awaitDrained(outbox);
      await().until(() -> progressTellsThatRowsAreDeleted(group));
    }
    loseTransactions();
    outbox.execute(
        "INSERT INTO outbox_event (position, id, aggregatetype, aggregateid, type, payload) VALUES"
            + " (1, '%s', '%s', 'k', 't.v1', '1')".formatted(id, outbox.aggregateType()));
    try (RunningRelay relay = RunningRelay.start(mode, List.of(outbox), group)) {
      relay.awaitState(outbox, "REFUSED");
      assertThat(relay.outbox(outbox).get("error").asString()).contains("restored", "reset");
      assertThat(outbox.rows()).isEqualTo(1);
    }
    assertThat(reader(outbox).ids()).containsExactly(id);
    resetForRelaysOfOtherTests(TestOutbox.create(mysql));
  }

  @Test
  void serverThatIsAnotherOneAfterAReconnectIsRefused() {
    TestOutbox outbox = TestOutbox.create(mysql);
    String[] group = RunningRelay.groupOfItsOwn();
    try (RunningRelay relay = RunningRelay.start("polling", List.of(outbox), group)) {
      String id = outbox.append("k", "1");
      relay.awaitDrained(outbox);
      await().until(() -> progressTellsThatRowsAreDeleted(group));
      mysql.execute(
          "CREATE TRIGGER %1$s.keep BEFORE DELETE ON %1$s.outbox_event FOR EACH ROW SIGNAL SQLSTATE '45000'"
              .formatted(outbox.name()));
      String undeleted = outbox.append("k", "2");
      relay.awaitState(outbox, "WAITING_TO_DELETE");
      loseTransactions();
      endSessionsOfTheRelay();
      // What is deleted there is no reason to take the server for the right one.
      mysql.execute("DROP TRIGGER %s.keep".formatted(outbox.name()));
      outbox.execute(
          "INSERT INTO outbox_event (position, id, aggregatetype, aggregateid, type, payload)"
              + " VALUES (1, '%s', '%s', 'k', 't.v1', '1')".formatted(id, outbox.aggregateType()));
      relay.awaitState(outbox, "REFUSED");
      await()
          .during(Duration.ofSeconds(8))
          .atMost(Duration.ofSeconds(30))
          .until(() -> relay.outbox(outbox).get("state").asString().equals("REFUSED"));
      assertThat(reader(outbox).ids()).containsExactly(id, undeleted);
    }
    resetForRelaysOfOtherTests(TestOutbox.create(mysql));
  }

  private void endSessionsOfTheRelay() {
    try (Connection connection =
            DriverManager.getConnection(
                mysql.jdbcUrl(""), mysql.adminUsername(), mysql.adminPassword());
        Statement statement = connection.createStatement()) {
      List<Long> sessions = new ArrayList<>();
      try (ResultSet rows =
          statement.executeQuery(
              "SELECT id FROM information_schema.processlist WHERE user = 'relay'")) {
        while (rows.next()) {
          sessions.add(rows.getLong(1));
        }
      }
      for (long session : sessions) {
        statement.execute("KILL " + session);
      }
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"binlog", "polling"})
  void aTopicThatGotMorePartitionsBlocksItsOutboxUntilItIsResumed(String mode) {
    TestOutbox grown = TestOutbox.create(mysql);
    TestOutbox flowing = TestOutbox.create(mysql);
    List<String> ids = new ArrayList<>();
    String soon = "--spring.kafka.producer.properties.metadata.max.age.ms=200";
    TestTopics.create(kafka, grown.topic(), 20_000);
    try (RunningRelay relay = RunningRelay.start(mode, List.of(grown, flowing), soon)) {
      ids.add(grown.append("k", "first"));
      relay.awaitDrained(grown);
      TestTopics.grow(kafka, grown.topic(), 4);
      await()
          .untilAsserted(
              () -> {
                ids.add(grown.append("k", "more"));
                assertThat(state(relay, grown)).isEqualTo("BLOCKED");
              });
      assertThat(relay.outbox(grown).get("error").asString())
          .contains(grown.topic() + " has 4 partitions and had 2", "resume the outbox");
      flowing.append("k", "1");
      relay.awaitDrained(flowing);
    }
    // The next relay sees nothing but four partitions.
    try (RunningRelay relay = RunningRelay.start(mode, List.of(grown, flowing), soon)) {
      relay.awaitState(grown, "BLOCKED");
      assertThat(grown.rows()).isPositive();
      resume(relay, grown);
      relay.awaitDrained(grown);
      relay.awaitState(grown, "RUNNING");
      ids.add(grown.append("k", "last"));
      relay.awaitDrained(grown);
    }
    assertThat(reader(grown).ids()).containsExactlyInAnyOrderElementsOf(ids);
  }

  private static void resetForRelaysOfOtherTests(TestOutbox outbox) {
    try (RunningRelay relay = RunningRelay.start("binlog", List.of(outbox))) {
      await()
          .ignoreExceptions()
          .until(() -> relay.operate("POST", "/api/servers/main/reset").statusCode() == 200);
      relay.awaitState(outbox, "RUNNING");
    }
  }

  private boolean progressTellsThatRowsAreDeleted(String[] group) {
    String topic = group[1].substring(group[1].indexOf('=') + 1);
    return new TopicReader(kafka, topic)
        .all().stream()
            .anyMatch(
                record -> record.value() == null && new String(record.key()).contains("/rows/"));
  }

  @Test
  void resumingOneOutboxAcceptsNothingOfAnother() {
    List<TestOutbox> both = List.of(TestOutbox.create(mysql), TestOutbox.create(mysql));
    String soon = "--spring.kafka.producer.properties.metadata.max.age.ms=200";
    both.forEach(outbox -> TestTopics.create(kafka, outbox.topic(), 20_000));
    try (RunningRelay relay = RunningRelay.start("binlog", both, soon)) {
      both.forEach(outbox -> outbox.append("k", "first"));
      both.forEach(relay::awaitDrained);
    }
    both.forEach(outbox -> TestTopics.grow(kafka, outbox.topic(), 4));
    both.forEach(outbox -> outbox.append("k", "second"));
    try (RunningRelay relay = RunningRelay.start("binlog", both, soon)) {
      both.forEach(outbox -> relay.awaitState(outbox, "BLOCKED"));
      resume(relay, both.get(0));
      relay.awaitDrained(both.get(0));
      both.get(0).append("k", "third");
      relay.awaitDrained(both.get(0));
      assertThat(state(relay, both.get(1))).isEqualTo("BLOCKED");
      assertThat(both.get(1).rows()).isEqualTo(1);
      resume(relay, both.get(1));
      relay.awaitDrained(both.get(1));
    }
  }

  /** As a backup from before would. */
  private void loseTransactions() {
    boolean older = mysql.queryForLong("SELECT VERSION() LIKE '8.0.%'") == 1;
    mysql.execute(older ? "RESET MASTER" : "RESET BINARY LOGS AND GTIDS");
  }

  private List<String> prepare(TestOutbox outbox, String xid, int events, String payload)
      throws SQLException {
    try (Connection connection =
            DriverManager.getConnection(
                mysql.jdbcUrl(outbox.name()), mysql.adminUsername(), mysql.adminPassword());
        Statement statement = connection.createStatement()) {
      statement.execute("XA START " + xid);
      List<String> ids =
          outbox.append(
              connection, Collections.nCopies(events, "k"), Collections.nCopies(events, payload));
      statement.execute("XA END " + xid);
      statement.execute("XA PREPARE " + xid);
      return ids;
    }
  }

  private static void resume(RunningRelay relay, TestOutbox outbox) {
    HttpResponse<String> answer =
        relay.operate("POST", "/api/outboxes/" + outbox.name() + "/resume");
    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
  }

  private static String state(RunningRelay relay, TestOutbox outbox) {
    return relay.outbox(outbox).get("state").asString();
  }

  private TopicReader reader(TestOutbox outbox) {
    return new TopicReader(kafka, outbox.topic());
  }
}
