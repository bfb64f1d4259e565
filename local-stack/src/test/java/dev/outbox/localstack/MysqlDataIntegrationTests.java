package dev.outbox.localstack;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.DriverManager;
import java.sql.SQLException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MysqlDataIntegrationTests {

  static final String ACCOUNT =
      """
      -- A comment; its semicolon ends nothing.
      CREATE DATABASE kept;
      CREATE USER 'keeper'@'%' IDENTIFIED BY 'secret';
      GRANT ALL ON kept.* TO 'keeper'@'%';
      """;

  // Longer than a socket's path may be, and with a space.
  @TempDir(factory = LongNames.class)
  Path directory;

  @Test
  void dataIsMadeOnceAndKept() throws SQLException {
    MysqlData data = new MysqlData(directory.resolve("mysql"));
    data.prepare(ACCOUNT);
    execute(data, "CREATE TABLE thing (id INT)");

    data.prepare("this is not SQL and must not run again");

    execute(data, "INSERT INTO thing VALUES (1)");
  }

  @Test
  void whatAnInterruptedPreparationLeftIsMadeAnew() throws IOException, SQLException {
    Path unfinished = Files.createDirectories(directory.resolve("data.unfinished").resolve("junk"));
    MysqlData data = new MysqlData(directory);
    data.prepare(ACCOUNT);
    assertThat(unfinished).doesNotExist();
    execute(data, "SELECT 1");
  }

  @Test
  void sqlThatFailsLeavesNoDataThatLooksComplete() {
    MysqlData data = new MysqlData(directory);
    assertThatThrownBy(() -> data.prepare("CREATE NONSENSE;"))
        .isInstanceOf(LocalStackException.class)
        .hasMessageContaining("NONSENSE");
    assertThat(directory.resolve("data")).doesNotExist();
  }

  private void execute(MysqlData data, String statement) throws SQLException {
    int port = Ports.free();
    try (var server =
        new ServerProcess(
            "MySQL",
            Directories.temporary("mysql-data-test-"),
            data.command(port),
            SharedLibraries.environment(),
            () -> Ports.accepts(port))) {
      server.start();
      try (var connection =
          DriverManager.getConnection(
              "jdbc:mysql://127.0.0.1:" + port + "/kept", "keeper", "secret")) {
        connection.createStatement().execute(statement);
      }
      server.stop();
    }
  }
}
