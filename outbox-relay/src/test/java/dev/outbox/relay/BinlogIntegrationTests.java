package dev.outbox.relay;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.outbox.localstack.KafkaBroker;
import dev.outbox.localstack.MysqlServer;
import dev.outbox.localstack.StackExtension;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Savepoint;
import java.sql.Statement;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** What is in the log besides plain inserts. One relay follows it all the while. */
@ExtendWith(StackExtension.class)
class BinlogIntegrationTests {

  private static final String INSERT =
      "INSERT INTO outbox_event (id, aggregatetype, aggregateid, type, payload) VALUES ";

  private static TestOutbox outbox;
  private static RunningRelay relay;
  private static TopicReader topic;
  private static MysqlServer mysql;
  private int before;

  @BeforeAll
  static void start(MysqlServer server, KafkaBroker kafka) {
    mysql = server;
    outbox = TestOutbox.create(mysql);
    relay =
        RunningRelay.start("binlog", List.of(outbox), "--outbox.relay.transaction.max-events=20");
    topic = new TopicReader(kafka, outbox.topic());
    outbox.append("first", "0");
    await().until(() -> topic.ids().size() == 1);
  }

  @AfterAll
  static void stop() {
    relay.close();
  }

  @BeforeEach
  void countFirst() {
    relay.awaitState(outbox, "RUNNING");
    before = topic.ids().size();
  }

  @AfterEach
  void all() {
    relay.awaitDrained(outbox);
    assertThat(topic.ids()).doesNotHaveDuplicates();
  }

  @Test
  void rowsOfOneStatementAreEventsInTheirOrder() {
    outbox.execute(INSERT + row("many", "1") + "," + row("many", "2") + "," + row("many", "3"));
    awaitPayloads("many", List.of("1", "2", "3"));
  }

  @Test
  void aTransactionThatIsLargerThanKafkasIsPublishedInParts() {
    outbox.append(RelayContract.keys(3_000, 1), RelayContract.numbers(0, 3_000));
    awaitPayloads("0", RelayContract.numbers(0, 3_000));
  }

  @Test
  void whatIsRolledBackToASavepointIsNotPublished() throws SQLException {
    try (Connection connection = outbox.connect()) {
      connection.setAutoCommit(false);
      outbox.append(connection, "saved", "1");
      Savepoint savepoint = connection.setSavepoint();
      outbox.append(connection, "saved", "2");
      connection.rollback(savepoint);
      outbox.append(connection, "saved", "3");
      connection.commit();
    }
    awaitPayloads("saved", List.of("1", "3"));
  }

  @Test
  void rowsThatAreLoggedWithTheirGivenColumnsOnlyAreRead() throws SQLException {
    inSession("SET SESSION binlog_row_image = MINIMAL", INSERT + row("minimal", "{\"a\": 1}"));
    awaitPayloads("minimal", List.of("{\"a\": 1}"));
    assertThat(topic.all())
        .filteredOn(record -> new String(record.key()).equals("minimal"))
        .allSatisfy(
            record ->
                assertThat(TopicReader.header(record, "ce_time")).startsWith("20").endsWith("Z"));
  }

  @Test
  void compressedTransactionsAreRead() throws SQLException {
    String text = "\"" + "abc ".repeat(5_000) + "\"";
    inSession(
        "SET SESSION binlog_transaction_compression = ON",
        "START TRANSACTION",
        INSERT + row("packed", text) + "," + row("packed", "2"),
        INSERT + row("packed", "3"),
        "COMMIT");
    awaitPayloads("packed", List.of(text, "2", "3"));
  }

  @Test
  void statementsThatAreLoggedInsteadOfTheirRowsArePublished() throws SQLException {
    inSession("SET SESSION binlog_format = STATEMENT", INSERT + row("stated", "1"));
    awaitPayloads("stated", List.of("1"));
  }

  @Test
  void theLogMayRotateAtAnyTime() {
    for (int i = 0; i < 3; i++) {
      outbox.append("rotated", String.valueOf(i));
      mysql.execute("FLUSH BINARY LOGS");
    }
    awaitPayloads("rotated", List.of("0", "1", "2"));
  }

  @Test
  void columnsMayBeAddedMovedAndDroppedWhileItRuns() {
    outbox.append("altered", "1");
    outbox.execute("ALTER TABLE outbox_event ADD COLUMN note VARCHAR(9) NULL FIRST");
    outbox.append("altered", "2");
    outbox.execute(
        "ALTER TABLE outbox_event DROP COLUMN note, MODIFY payload LONGTEXT NOT NULL AFTER position");
    outbox.append("altered", "3");
    awaitPayloads("altered", List.of("1", "2", "3"));
  }

  @Test
  void aRequiredColumnThatIsGoneIsSaidAndItsReturnIsNoticed() {
    outbox.execute("ALTER TABLE outbox_event RENAME COLUMN type TO kind");
    outbox.execute(INSERT.replace("type, payload", "kind, payload") + row("renamed", "1"));
    relay.awaitState(outbox, "REFUSED");
    assertThat(relay.outbox(outbox).get("error").asString()).contains("type");
    outbox.execute("ALTER TABLE outbox_event RENAME COLUMN kind TO type");
    awaitPayloads("renamed", List.of("1"));
  }

  @Test
  void tablesOfOthersAreNotOurs() throws SQLException {
    outbox.execute("CREATE TABLE other (a INT, b JSON, c GEOMETRY)");
    inSession(
        "START TRANSACTION",
        "INSERT INTO other VALUES (1, '{\"x\": 1}', ST_GeomFromText('POINT(1 1)'))",
        INSERT + row("besides", "1"),
        "UPDATE other SET a = 2",
        "COMMIT");
    awaitPayloads("besides", List.of("1"));
  }

  private void awaitPayloads(String key, List<String> payloads) {
    await().untilAsserted(() -> assertThat(topic.byKey()).containsEntry(key, payloads));
    assertThat(topic.ids().size()).isGreaterThan(before);
  }

  private static String row(String key, String payload) {
    return "(UUID(), '%s', '%s', 'dev.outbox.test.T.v1', '%s')"
        .formatted(outbox.aggregateType(), key, payload);
  }

  /** With all rights, which some session variables need. */
  private static void inSession(String... statements) throws SQLException {
    try (Connection connection =
            java.sql.DriverManager.getConnection(
                mysql.jdbcUrl(outbox.name()), mysql.adminUsername(), mysql.adminPassword());
        Statement statement = connection.createStatement()) {
      for (String sql : statements) {
        statement.execute(sql);
      }
    }
  }
}
