package dev.outbox.localstack;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.InetAddress;
import java.net.NetworkInterface;
import java.net.Socket;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Collections;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class MysqlServerIntegrationTests {

  static MysqlServer mysql;

  @BeforeAll
  static void launch() {
    mysql = MysqlServer.launch();
  }

  @AfterAll
  static void close() {
    mysql.close();
  }

  @Test
  void committedRowsSurviveKillAndUncommittedOnesDoNot() throws SQLException {
    Database database = mysql.createDatabase();
    long pid = mysql.pid();
    try (Connection connection = connect(database, database)) {
      connection.createStatement().execute("CREATE TABLE thing (id INT PRIMARY KEY)");
      connection.createStatement().execute("INSERT INTO thing VALUES (1)");
      connection.setAutoCommit(false);
      connection.createStatement().execute("INSERT INTO thing VALUES (2)");
      mysql.kill();
    } catch (SQLException closingAfterKill) {
      assertThat(closingAfterKill.getSQLState()).startsWith("08");
    }
    assertThat(Ports.accepts(mysql.port())).isFalse();

    mysql.start();

    assertThat(mysql.pid()).isNotEqualTo(pid);
    assertThat(mysql.queryForLong("SELECT SUM(id) FROM %s.thing".formatted(database.name())))
        .isEqualTo(1);
  }

  @Test
  void isStoppedInOrderAndStartedAgainOnTheSamePort() {
    int port = mysql.port();
    long asked = System.nanoTime();
    mysql.stop();
    assertThat(Duration.ofNanos(System.nanoTime() - asked))
        .as("less than the limit after which it is killed")
        .isLessThan(Duration.ofSeconds(20));
    assertThat(Ports.accepts(port)).isFalse();
    mysql.start();
    assertThat(mysql.port()).isEqualTo(port);
    assertThat(mysql.queryForLong("SELECT 1")).isEqualTo(1);
  }

  @Test
  void anAccountUsesItsOwnDatabaseOnly() throws SQLException {
    Database own = mysql.createDatabase();
    Database other = mysql.createDatabase();
    connect(own, own).close();
    assertThatThrownBy(() -> connect(own, other)).hasMessageContaining("Access denied");
  }

  @Test
  void hasTheSettingsThatDurabilityAndTheBinaryLogNeed() {
    assertThat(
            mysql.queryForLong(
                """
                SELECT @@sync_binlog = 1 AND @@innodb_flush_log_at_trx_commit = 1
                  AND @@gtid_mode = 'ON' AND @@enforce_gtid_consistency = 'ON'
                  AND @@log_bin = 1 AND @@binlog_format = 'ROW'
                """))
        .isEqualTo(1);
  }

  @Test
  void isReachedFromThisMachineOnly() throws IOException {
    for (NetworkInterface network : Collections.list(NetworkInterface.getNetworkInterfaces())) {
      for (InetAddress address : Collections.list(network.getInetAddresses())) {
        if (!address.isLoopbackAddress()) {
          assertThatThrownBy(() -> new Socket(address, mysql.port()).close())
              .as("%s", address)
              .isInstanceOf(IOException.class);
        }
      }
    }
  }

  @Test
  void theFailureOfALaterStatementIsSeen() {
    assertThatThrownBy(() -> mysql.execute("SELECT 1; SELECT 2; SELECT nonsense"))
        .isInstanceOf(LocalStackException.class)
        .hasMessageContaining("nonsense");
  }

  private static Connection connect(Database account, Database database) throws SQLException {
    return DriverManager.getConnection(database.jdbcUrl(), account.username(), account.password());
  }
}
