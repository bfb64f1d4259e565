package dev.outbox.localstack;

import java.security.SecureRandom;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.HexFormat;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * A MySQL server for tests, on a free port of 127.0.0.1, with data of its own: a process or a
 * container, see {@link TestStack#shared}. It has the settings of the demo: durable commits, GTID,
 * row-based binary log. It ends with the JVM that launched it, even if that is killed. Safe for use
 * by several threads.
 */
public final class MysqlServer implements AutoCloseable {

  private static final String ADMIN = "admin";
  private static final String OWNER_PRIVILEGES =
      "SELECT, INSERT, UPDATE, DELETE, CREATE, ALTER, DROP, INDEX, REFERENCES";

  private final Server server;
  private final int port;
  private final String adminPassword;
  private final AtomicInteger databases = new AtomicInteger();

  private MysqlServer(Servers servers, List<String> options) {
    adminPassword = randomPassword();
    port = Ports.free();
    server =
        servers.mysql(
            port,
            """
            CREATE USER '%s'@'%%' IDENTIFIED BY '%s';
            GRANT ALL ON *.* TO '%s'@'%%' WITH GRANT OPTION;
            """
                .formatted(ADMIN, adminPassword, ADMIN),
            options,
            this::answers);
  }

  /**
   * Makes a server and waits until it answers, which takes some five seconds as a process and twice
   * that as a container.
   *
   * @param options of mysqld, such as {@code --skip-log-bin}; they override those of the demo
   * @throws LocalStackException if it does not start; with the end of its log
   */
  public static MysqlServer launch(String... options) {
    MysqlServer mysql = new MysqlServer(ChosenServers.get(), List.of(options));
    try {
      mysql.start();
      return mysql;
    } catch (RuntimeException e) {
      mysql.close();
      throw e;
    }
  }

  /** Starts the server again, on the same port and data, and waits until it answers. */
  public void start() {
    server.start();
  }

  /** Shuts the server down in order. */
  public void stop() {
    server.stop();
  }

  /** {@code kill -9}: what was committed is there again after {@link #start}. */
  public void kill() {
    server.kill();
  }

  /** Kills the server and deletes its data. */
  @Override
  public void close() {
    server.close();
  }

  /** The TCP port, the same over restarts. */
  public int port() {
    return port;
  }

  /** The id of the server's process, another one after each {@link #start}. */
  public long pid() {
    return server.pid();
  }

  /** The URL of a database on this server, without account; an empty name for none. */
  public String jdbcUrl(String database) {
    return "jdbc:mysql://127.0.0.1:" + port + "/" + database;
  }

  /** The name of an account that has all rights. */
  public String adminUsername() {
    return ADMIN;
  }

  /** The password of {@link #adminUsername}. */
  public String adminPassword() {
    return adminPassword;
  }

  /** Makes an empty database, and an account with rights on it only. */
  public Database createDatabase() {
    String name = "test_" + databases.incrementAndGet();
    String password = randomPassword();
    execute(
        """
        CREATE DATABASE %s;
        CREATE USER '%s'@'%%' IDENTIFIED BY '%s';
        GRANT %s ON %s.* TO '%s'@'%%';
        """
            .formatted(name, name, password, OWNER_PRIVILEGES, name, name));
    return new Database(name, jdbcUrl(name), name, password);
  }

  /**
   * Runs SQL with all rights.
   *
   * @param sql one statement, or several with semicolons between them
   * @throws LocalStackException with the server's message if one fails
   */
  public void execute(String sql) {
    try (Connection connection = connect();
        Statement statement = connection.createStatement()) {
      boolean rows = statement.execute(sql);
      // A later statement's failure shows only when its result is asked for.
      while (rows || statement.getUpdateCount() != -1) {
        rows = statement.getMoreResults();
      }
    } catch (SQLException e) {
      throw new LocalStackException("MySQL: " + e.getMessage() + "; in: " + sql, e);
    }
  }

  /**
   * Runs a query with all rights.
   *
   * @return the first column of the first row; 0 for SQL's NULL
   * @throws LocalStackException if the query fails or gives no row
   */
  public long queryForLong(String sql) {
    try (Connection connection = connect();
        Statement statement = connection.createStatement();
        ResultSet rows = statement.executeQuery(sql)) {
      if (!rows.next()) {
        throw new LocalStackException("No row from: " + sql);
      }
      return rows.getLong(1);
    } catch (SQLException e) {
      throw new LocalStackException("MySQL: " + e.getMessage() + "; in: " + sql, e);
    }
  }

  private Connection connect() throws SQLException {
    return DriverManager.getConnection(
        jdbcUrl("") + "?allowMultiQueries=true", ADMIN, adminPassword);
  }

  private boolean answers() {
    if (!Ports.accepts(port)) {
      return false;
    }
    try (Connection connection = connect()) {
      return connection.isValid(1);
    } catch (SQLException e) {
      return false;
    }
  }

  private static String randomPassword() {
    byte[] bytes = new byte[16];
    new SecureRandom().nextBytes(bytes);
    return HexFormat.of().formatHex(bytes);
  }
}
