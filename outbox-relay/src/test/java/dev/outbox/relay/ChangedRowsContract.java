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
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Rows that are changed, replaced or deleted in the transaction that wrote them. */
@ExtendWith(StackExtension.class)
abstract class ChangedRowsContract {

  private static final String COLUMNS =
      "outbox_event (position, id, aggregatetype, aggregateid, type, payload) VALUES ";

  private final MysqlServer mysql;
  private final KafkaBroker kafka;
  private TestOutbox outbox;

  ChangedRowsContract(MysqlServer mysql, KafkaBroker kafka) {
    this.mysql = mysql;
    this.kafka = kafka;
  }

  abstract String mode();

  @Test
  void aReplacedRowIsPublishedAsItsReplacement() throws SQLException {
    publishes(
        Map.of("k", List.of("new")),
        "INSERT INTO " + COLUMNS + row(9001, "k", "old"),
        "REPLACE INTO " + COLUMNS + row(9001, "k", "new"));
  }

  @Test
  void aReplacedRowOfAnotherKeyIsPublishedUnderItsKey() throws SQLException {
    publishes(
        Map.of("b", List.of("new")),
        "INSERT INTO " + COLUMNS + row(9001, "a", "old"),
        "REPLACE INTO " + COLUMNS + row(9001, "b", "new"));
  }

  @Test
  void anUpdatedRowIsPublishedAsItWasCommitted() throws SQLException {
    publishes(
        Map.of("k", List.of("new")),
        "INSERT INTO " + COLUMNS + row(9001, "k", "old"),
        "UPDATE outbox_event SET payload = 'new' WHERE position = 9001");
  }

  @Test
  void aRowThatIsInsertedOrUpdatedIsPublishedAsCommitted() throws SQLException {
    publishes(
        Map.of("k", List.of("new")),
        "INSERT INTO " + COLUMNS + row(9001, "k", "old"),
        "INSERT INTO "
            + COLUMNS
            + row(9001, "k", "other")
            + " ON DUPLICATE KEY UPDATE payload = 'new'");
  }

  @Test
  void aDeletedRowIsNotPublishedAndOthersAre() throws SQLException {
    publishes(
        Map.of("k", List.of("2")),
        "INSERT INTO " + COLUMNS + row(9001, "k", "1") + "," + row(9002, "k", "2"),
        "DELETE FROM outbox_event WHERE position = 9001");
  }

  @Test
  void aRowThatIsReplacedInALaterTransactionIsNotLeftBehind() throws SQLException {
    try (RunningRelay relay = start()) {
      run(
          "INSERT INTO " + COLUMNS + row(9001, "k", "1"),
          "COMMIT",
          "REPLACE INTO " + COLUMNS + row(9001, "k", "2"));
      relay.awaitDrained(outbox);
      assertThat(new TopicReader(kafka, outbox.topic()).byKey().get("k")).contains("2");
    }
  }

  @Test
  void aRowThatComesWithARenamedTableIsPublished() {
    try (RunningRelay relay = start()) {
      outbox.execute("CREATE TABLE outbox_new LIKE outbox_event");
      outbox.execute(
          "INSERT INTO " + COLUMNS.replace("outbox_event", "outbox_new") + row(9001, "k", "1"));
      outbox.execute("RENAME TABLE outbox_event TO outbox_old, outbox_new TO outbox_event");
      relay.awaitDrained(outbox);
      assertThat(new TopicReader(kafka, outbox.topic()).byKey()).containsEntry("k", List.of("1"));
    }
  }

  private void publishes(Map<String, List<String>> expected, String... statements)
      throws SQLException {
    try (RunningRelay relay = start()) {
      run(statements);
      relay.awaitDrained(outbox);
      outbox.append("end", "0");
      TopicReader topic = new TopicReader(kafka, outbox.topic());
      await().untilAsserted(() -> assertThat(topic.byKey()).containsKey("end"));
      assertThat(topic.byKey()).containsAllEntriesOf(expected).hasSize(expected.size() + 2);
      relay.awaitDrained(outbox);
    }
  }

  @BeforeEach
  void create() {
    outbox = TestOutbox.create(mysql);
  }

  private RunningRelay start() {
    RunningRelay relay = RunningRelay.start(mode(), List.of(outbox));
    relay.awaitState(outbox, "RUNNING");
    outbox.append("start", "0");
    relay.awaitDrained(outbox);
    return relay;
  }

  private void run(String... statements) throws SQLException {
    try (Connection connection =
            DriverManager.getConnection(
                mysql.jdbcUrl(outbox.name()), mysql.adminUsername(), mysql.adminPassword());
        Statement statement = connection.createStatement()) {
      connection.setAutoCommit(false);
      for (String sql : statements) {
        statement.execute(sql);
      }
      connection.commit();
    }
  }

  private String row(long position, String key, String payload) {
    return "(%d, UUID(), '%s', '%s', 'dev.outbox.test.T.v1', '%s')"
        .formatted(position, outbox.aggregateType(), key, payload);
  }
}
