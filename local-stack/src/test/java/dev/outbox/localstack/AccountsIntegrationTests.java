package dev.outbox.localstack;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.HashSet;
import java.util.Set;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The demo's accounts, deploy/mysql/accounts.sql, can do what they must and no more. */
class AccountsIntegrationTests {

  static MysqlServer mysql;

  @BeforeAll
  static void launch() throws IOException, SQLException {
    mysql = MysqlServer.launch();
    mysql.execute(Files.readString(Path.of("..", "deploy", "mysql", "accounts.sql")));
    for (String service : new String[] {"orders", "inventory", "notifications"}) {
      as(service, service, "CREATE TABLE outbox_event (position INT PRIMARY KEY)");
      as(service, service, "CREATE TABLE secret (id INT PRIMARY KEY)");
      as(service, service, "INSERT INTO outbox_event VALUES (1), (2)");
    }
  }

  @AfterAll
  static void close() {
    mysql.close();
  }

  @ParameterizedTest
  @ValueSource(strings = {"orders", "inventory", "notifications"})
  void theRelayReadsAndDeletesOutboxRows(String database) {
    assertThatCode(() -> as("relay", database, "SELECT * FROM outbox_event"))
        .doesNotThrowAnyException();
    assertThatCode(() -> as("relay", database, "DELETE FROM outbox_event WHERE position = 1"))
        .doesNotThrowAnyException();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "UPDATE outbox_event SET position = 3",
        "INSERT INTO outbox_event VALUES (4)",
        "DROP TABLE outbox_event",
        "TRUNCATE outbox_event",
        "SELECT * FROM secret",
        "CREATE TABLE mine (id INT)"
      })
  void theRelayDoesNothingElse(String statement) {
    assertThatThrownBy(() -> as("relay", "orders", statement)).hasMessageContaining("denied");
  }

  @Test
  void theRelayReadsTheReplicationLogsPosition() {
    assertThatCode(() -> as("relay", "orders", "SHOW REPLICAS")).doesNotThrowAnyException();
    assertThatCode(() -> as("relay", "orders", "SELECT @@gtid_executed"))
        .doesNotThrowAnyException();
  }

  @Test
  void aServiceSeesItsOwnDatabaseOnly() throws SQLException {
    Set<String> databases = new HashSet<>();
    try (Connection connection = connect("orders", "orders");
        ResultSet rows = connection.createStatement().executeQuery("SHOW DATABASES")) {
      while (rows.next()) {
        databases.add(rows.getString(1));
      }
    }
    assertThat(databases).contains("orders").doesNotContain("inventory", "notifications", "mysql");
    assertThatThrownBy(() -> as("orders", "orders", "SELECT * FROM inventory.outbox_event"))
        .hasMessageContaining("denied");
  }

  @Test
  void rootIsNotReachableOverTcpWithoutPassword() {
    assertThatThrownBy(() -> DriverManager.getConnection(mysql.jdbcUrl(""), "root", ""))
        .isInstanceOf(SQLException.class);
  }

  private static void as(String account, String database, String statement) throws SQLException {
    try (Connection connection = connect(account, database)) {
      connection.createStatement().execute(statement);
    }
  }

  private static Connection connect(String account, String database) throws SQLException {
    return DriverManager.getConnection(mysql.jdbcUrl(database), account, account + "-demo");
  }
}
