package dev.outbox.benchmarks.testbed;

import com.mysql.cj.jdbc.MysqlDataSource;
import dev.outbox.localstack.MysqlServer;
import dev.outbox.starter.OutboxSchema;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;

/**
 * The outbox of one contender: a database with the starter's own tables, a topic, and an account
 * for the contender.
 */
public final class BenchOutbox {

  public static final String PASSWORD = "of-a-contender";

  /** Without TLS, for all contenders: neither the network nor its encryption is measured. */
  public static final String URL_OPTIONS =
      "?sslMode=DISABLED&allowPublicKeyRetrieval=true&rewriteBatchedStatements=true";

  private final TestBed bed;
  private final String name;

  private BenchOutbox(TestBed bed, String name) {
    this.bed = bed;
    this.name = name;
  }

  /**
   * Makes one.
   *
   * @param name of the database, of the aggregate and of the account; letters, digits, underscores
   * @param serverRights what the account may do on the whole server; empty for nothing
   * @param tableRights what it may do with the table
   */
  public static BenchOutbox create(
      TestBed bed, String name, String serverRights, String tableRights) {
    MysqlServer mysql = bed.mysql();
    mysql.execute("CREATE DATABASE " + name);
    BenchOutbox outbox = new BenchOutbox(bed, name);
    OutboxSchema.migrate(outbox.adminDataSource());
    mysql.execute("CREATE USER '%s'@'%%' IDENTIFIED BY '%s'".formatted(name, PASSWORD));
    mysql.execute("GRANT %s ON %s.outbox_event TO '%s'@'%%'".formatted(tableRights, name, name));
    if (!serverRights.isEmpty()) {
      mysql.execute("GRANT %s ON *.* TO '%s'@'%%'".formatted(serverRights, name));
    }
    bed.createTopic(outbox.topic());
    return outbox;
  }

  public String name() {
    return name;
  }

  public String topic() {
    return name + "-events";
  }

  /** The address of the server without a database. */
  public String serverUrl() {
    return bed.mysql().jdbcUrl("") + URL_OPTIONS;
  }

  public String databaseUrl() {
    return bed.mysql().jdbcUrl(name) + URL_OPTIONS;
  }

  /** A connection that may do all, for those who write. */
  public Connection connect() throws SQLException {
    return DriverManager.getConnection(
        databaseUrl(), bed.mysql().adminUsername(), bed.mysql().adminPassword());
  }

  public MysqlDataSource adminDataSource() {
    MysqlDataSource dataSource = new MysqlDataSource();
    dataSource.setUrl(databaseUrl());
    dataSource.setUser(bed.mysql().adminUsername());
    dataSource.setPassword(bed.mysql().adminPassword());
    return dataSource;
  }

  public boolean isEmpty() {
    return bed.mysql().queryForLong("SELECT EXISTS (SELECT 1 FROM %s.outbox_event)".formatted(name))
        == 0;
  }

  public void truncate() {
    bed.mysql().execute("TRUNCATE TABLE %s.outbox_event".formatted(name));
  }
}
