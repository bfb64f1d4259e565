package dev.outbox.relay;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.outbox.localstack.Database;
import dev.outbox.localstack.MysqlServer;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;

/** An outbox table in a database of its own, the account of its relay, and a topic of its own. */
public final class TestOutbox {

  private static final AtomicInteger NAMES = new AtomicInteger();
  public static final String RELAY_PASSWORD = "relay-of-a-test";

  private final MysqlServer mysql;
  private final Database database;
  private final String aggregateType = "thing" + NAMES.incrementAndGet();

  private TestOutbox(MysqlServer mysql) {
    this.mysql = mysql;
    this.database = mysql.createDatabase();
  }

  /** A database whose table is there, with an account that may SELECT, DELETE and replicate. */
  public static TestOutbox create(MysqlServer mysql) {
    TestOutbox outbox = withoutTable(mysql);
    outbox.createTable();
    return outbox;
  }

  /** A JSON string that compression makes no smaller than half. */
  public static String large(int length) {
    Random random = new Random(length);
    StringBuilder text = new StringBuilder("\"");
    while (text.length() < length - 1) {
      text.append(Character.forDigit(random.nextInt(36), 36));
    }
    return text.append('"').toString();
  }

  /** The same before the service has migrated its database. */
  static TestOutbox withoutTable(MysqlServer mysql) {
    TestOutbox outbox = new TestOutbox(mysql);
    outbox.grant("CREATE, SELECT, DELETE");
    mysql.execute(
        "REVOKE CREATE ON %s.outbox_event FROM 'relay'@'%%'".formatted(outbox.database.name()));
    return outbox;
  }

  void createTable() {
    try (InputStream ddl = TestOutbox.class.getResourceAsStream("/outbox_event.sql")) {
      execute(new String(ddl.readAllBytes(), UTF_8));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  void grant(String rights) {
    mysql.execute(
        "CREATE USER IF NOT EXISTS 'relay'@'%%' IDENTIFIED BY '%s'".formatted(RELAY_PASSWORD));
    mysql.execute("GRANT REPLICATION SLAVE, REPLICATION CLIENT ON *.* TO 'relay'@'%'");
    mysql.execute("GRANT %s ON %s.outbox_event TO 'relay'@'%%'".formatted(rights, database.name()));
  }

  /** As the relay's configuration takes it. */
  String serverUrl() {
    return "jdbc:mysql://127.0.0.1:" + mysql.port();
  }

  public String name() {
    return database.name();
  }

  public String aggregateType() {
    return aggregateType;
  }

  String topic() {
    return aggregateType + "-events";
  }

  public long rows() {
    return mysql.queryForLong("SELECT COUNT(*) FROM %s.outbox_event".formatted(database.name()));
  }

  public void execute(String sql) {
    try (Connection connection = connect();
        var statement = connection.createStatement()) {
      statement.execute(sql);
    } catch (SQLException e) {
      throw new IllegalStateException(sql, e);
    }
  }

  Connection connect() throws SQLException {
    return DriverManager.getConnection(
        database.jdbcUrl() + "?rewriteBatchedStatements=true",
        database.username(),
        database.password());
  }

  /** One event in a transaction of its own; returns its id. */
  public String append(String key, String payload) {
    try (Connection connection = connect()) {
      return append(connection, key, payload);
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
  }

  String append(Connection connection, String key, String payload) throws SQLException {
    return append(connection, List.of(key), List.of(payload)).get(0);
  }

  /** Many events in one transaction, in this order. */
  List<String> append(List<String> keys, List<String> payloads) {
    try (Connection connection = connect()) {
      connection.setAutoCommit(false);
      List<String> ids = append(connection, keys, payloads);
      connection.commit();
      return ids;
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
  }

  List<String> append(Connection connection, List<String> keys, List<String> payloads)
      throws SQLException {
    List<String> ids = new ArrayList<>();
    try (PreparedStatement insert =
        connection.prepareStatement(
            "INSERT INTO outbox_event (id, aggregatetype, aggregateid, type, payload)"
                + " VALUES (?, ?, ?, 'dev.outbox.test.ThingHappened.v1', ?)")) {
      for (int i = 0; i < keys.size(); i++) {
        String id = UUID.randomUUID().toString();
        ids.add(id);
        insert.setString(1, id);
        insert.setString(2, aggregateType);
        insert.setString(3, keys.get(i));
        insert.setString(4, payloads.get(i));
        insert.addBatch();
      }
      insert.executeBatch();
    }
    return ids;
  }
}
