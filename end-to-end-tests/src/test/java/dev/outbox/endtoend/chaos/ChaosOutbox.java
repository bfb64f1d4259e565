package dev.outbox.endtoend.chaos;

import dev.outbox.localstack.Database;
import dev.outbox.localstack.MysqlServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;

/**
 * A service's database: the starter's outbox table; a row a key, which a writer locks before it
 * appends events of the key; and a row a committed transaction, for those who were not told.
 */
final class ChaosOutbox {

  static final String RELAY_PASSWORD = "relay-of-chaos";

  private static final Path SCHEMA =
      Path.of(
          "../outbox-starter/src/main/resources/dev/outbox/starter/migration",
          "V1__outbox_and_inbox.sql");

  private final MysqlServer mysql;
  private final Database database;
  private final String aggregateType;

  private ChaosOutbox(MysqlServer mysql, String aggregateType) {
    this.mysql = mysql;
    this.database = mysql.createDatabase();
    this.aggregateType = aggregateType;
  }

  static ChaosOutbox create(MysqlServer mysql, String aggregateType) {
    ChaosOutbox outbox = new ChaosOutbox(mysql, aggregateType);
    try {
      mysql.execute("USE %s; %s".formatted(outbox.name(), Files.readString(SCHEMA)));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    mysql.execute(
        """
        USE %1$s;
        CREATE TABLE chaos_key (id VARCHAR(64) PRIMARY KEY, sequence BIGINT NOT NULL);
        CREATE TABLE chaos_committed (id CHAR(36) PRIMARY KEY);
        CREATE USER IF NOT EXISTS 'relay'@'%%' IDENTIFIED BY '%2$s';
        GRANT REPLICATION SLAVE, REPLICATION CLIENT ON *.* TO 'relay'@'%%';
        GRANT SELECT, DELETE ON %1$s.outbox_event TO 'relay'@'%%'
        """
            .formatted(outbox.name(), RELAY_PASSWORD));
    return outbox;
  }

  String name() {
    return database.name();
  }

  String aggregateType() {
    return aggregateType;
  }

  /** Whether the row of an event is there. */
  boolean has(String id) {
    return mysql.queryForLong(
            "SELECT COUNT(*) FROM %s.outbox_event WHERE id = '%s'".formatted(name(), id))
        > 0;
  }

  /** A connection that may do without the log. */
  Connection connectAsAdmin() throws SQLException {
    return DriverManager.getConnection(
        mysql.jdbcUrl(name()), mysql.adminUsername(), mysql.adminPassword());
  }

  long rows() {
    return mysql.queryForLong("SELECT COUNT(*) FROM %s.outbox_event".formatted(name()));
  }

  /** Whether a transaction was committed; waits for one that is about to be. */
  boolean hasCommitted(String transaction) {
    return mysql.queryForLong(
            "SELECT COUNT(*) FROM %s.chaos_committed WHERE id = '%s' FOR SHARE"
                .formatted(name(), transaction))
        == 1;
  }

  Connection connect() throws SQLException {
    return DriverManager.getConnection(
        database.jdbcUrl() + "?rewriteBatchedStatements=true&connectTimeout=5000",
        database.username(),
        database.password());
  }
}
