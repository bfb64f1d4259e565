package dev.outbox.relay;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.outbox.localstack.MysqlServer;
import dev.outbox.localstack.StackExtension;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Rows in the log that the relay's heap does not hold. */
@ExtendWith(StackExtension.class)
class LogHeapIntegrationTests {

  private static final int ROW = 40 * 1024 * 1024;

  private final MysqlServer mysql;
  private TestOutbox outbox;

  @TempDir private Path directory;

  LogHeapIntegrationTests(MysqlServer mysql) {
    this.mysql = mysql;
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "binlog_row_image = FULL",
        "binlog_transaction_compression = ON",
        "binlog_format = STATEMENT"
      })
  void hugeRowsOfAnotherTableAreNotKeptInMemory(String setting) throws Exception {
    outbox = TestOutbox.create(mysql);
    Path log = directory.resolve("relay.log");
    try (RelayProcess relay = start(log)) {
      outbox.append("k", "1");
      awaitDrained(relay, log);
      outbox.execute("CREATE TABLE other (a INT PRIMARY KEY, n INT, b LONGTEXT)");
      // Text that compression makes no smaller than half, as a literal, as statements are logged.
      execute(
          "SET SESSION " + setting,
          "INSERT INTO other VALUES (1, 0, '%s')".formatted(TestOutbox.large(ROW)),
          "UPDATE other SET n = 1");
      outbox.append("k", "2");
      awaitDrained(relay, log);
      assertThat(Files.readString(log)).doesNotContain("OutOfMemoryError");
    }
  }

  @Test
  void aRowOfTheOutboxThatTheHeapDoesNotHoldIsSaid() throws Exception {
    outbox = TestOutbox.create(mysql);
    outbox.execute("ALTER TABLE outbox_event MODIFY payload LONGTEXT NOT NULL");
    Path log = directory.resolve("relay.log");
    try (RelayProcess relay = start(log)) {
      outbox.append("k", "1");
      awaitDrained(relay, log);
      execute(
          """
          INSERT INTO outbox_event (id, aggregatetype, aggregateid, type, payload)
          VALUES (UUID(), '%s', 'k', 't.v1', REPEAT('x', %d))
          """
              .formatted(outbox.aggregateType(), 62 * 1024 * 1024));
      await()
          .atMost(Duration.ofMinutes(1))
          .untilAsserted(
              () -> assertThat(Files.readString(log)).contains("BLOCKED", "heap of", "-Xmx"));
      assertThat(Files.readString(log)).doesNotContain("has sent nothing of its log");
      outbox.execute("DELETE FROM outbox_event");
    }
  }

  private RelayProcess start(Path log) {
    return RelayProcess.start(
        "binlog",
        List.of(outbox),
        log,
        List.of("-Xmx80m"),
        List.of("--spring.kafka.producer.buffer-memory=16MB"));
  }

  private void awaitDrained(RelayProcess relay, Path log) throws IOException {
    await().atMost(Duration.ofMinutes(2)).until(() -> outbox.rows() == 0 || !relay.isAlive());
    assertThat(relay.isAlive()).as(Files.readString(log)).isTrue();
  }

  private void execute(String... statements) throws SQLException {
    try (Connection connection =
            DriverManager.getConnection(
                mysql.jdbcUrl(outbox.name()), mysql.adminUsername(), mysql.adminPassword());
        Statement statement = connection.createStatement()) {
      for (String sql : statements) {
        statement.execute(sql);
      }
    }
  }
}
