package dev.outbox.relay.database;

import com.mysql.cj.conf.ConnectionUrl;
import com.mysql.cj.conf.HostInfo;
import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import com.zaxxer.hikari.HikariPoolMXBean;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Locale;
import java.util.Map;
import java.util.Properties;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.datasource.DataSourceUtils;

/**
 * One MySQL server: a small pool of connections, opened when needed and closed soon after, so that
 * the relay starts while MySQL is down and leaves an idle server alone. Safe for use by several
 * threads.
 */
public final class DatabaseServer implements AutoCloseable {

  private static final Logger log = LoggerFactory.getLogger(DatabaseServer.class);

  /** For events, for deleting, for counting, and for an operator. */
  private static final int CONNECTIONS = 4;

  private static final long CONNECT_MILLIS = 3_000;

  /** The shortest that the pool knows. */
  private static final long IDLE_MILLIS = 10_000;

  private static final int ACCESS_DENIED = 1227;

  /** Set unless the URL says otherwise. */
  private static final Map<String, String> DRIVER_DEFAULTS =
      Map.of(
          // A server that vanished without a word must not hold the relay forever.
          "connectTimeout", String.valueOf(CONNECT_MILLIS),
          "socketTimeout", "30000",
          "tcpKeepAlive", "true");

  private final String name;
  private final String url;
  private final String username;
  private final String password;
  private final HikariDataSource pool;
  private final JdbcClient jdbc;
  private final JdbcTemplate template;
  private volatile boolean mayChangeRowImage = true;

  /**
   * Opens no connection yet.
   *
   * @param name the server's name in the configuration
   * @param url {@code jdbc:mysql://host:port}, perhaps with options
   */
  public DatabaseServer(String name, String url, String username, String password) {
    this.name = name;
    this.url = withPath(url);
    this.username = username;
    this.password = password;
    HikariConfig config = new HikariConfig();
    config.setPoolName(name);
    config.setJdbcUrl(this.url);
    config.setUsername(username);
    config.setPassword(password);
    config.setMaximumPoolSize(CONNECTIONS);
    config.setMinimumIdle(0);
    config.setIdleTimeout(IDLE_MILLIS);
    config.setKeepaliveTime(0);
    config.setConnectionTimeout(CONNECT_MILLIS);
    config.setInitializationFailTimeout(-1);
    config.setTransactionIsolation("TRANSACTION_READ_COMMITTED");
    // Ages are computed by the server; in UTC no hour comes twice.
    config.setConnectionInitSql("SET time_zone = '+00:00'");
    DRIVER_DEFAULTS.forEach(
        (option, value) -> {
          if (!url.toLowerCase(Locale.ROOT).contains(option.toLowerCase(Locale.ROOT) + "=")) {
            config.addDataSourceProperty(option, value);
          }
        });
    // Text columns arrive as UTF-8 whatever their own character set is.
    config.addDataSourceProperty("characterSetResults", "UTF-8");
    // Otherwise each streamed query is wrapped in two more statements.
    config.addDataSourceProperty("netTimeoutForStreamingResults", "0");
    this.pool = new HikariDataSource(config);
    this.jdbc = JdbcClient.create(pool);
    this.template = new JdbcTemplate(pool);
  }

  /** The server's name in the configuration. */
  public String name() {
    return name;
  }

  /** The account. */
  public String username() {
    return username;
  }

  /** The account's password. */
  public String password() {
    return password;
  }

  /** Host, port and options, as the driver understands the URL. */
  public HostInfo host() {
    return ConnectionUrl.getConnectionUrlInstance(url, new Properties()).getMainHost();
  }

  /** Runs statements, each in a transaction of its own. */
  public JdbcClient jdbc() {
    return jdbc;
  }

  /**
   * A connection for several statements; to be closed.
   *
   * @throws org.springframework.dao.DataAccessException if there is none
   */
  Connection connection() {
    return DataSourceUtils.getConnection(pool);
  }

  /**
   * Runs a DELETE, so that the log gets the keys of the deleted rows only, where the account may
   * choose that: otherwise it gets every payload a second time.
   *
   * @return how many rows were deleted
   */
  int delete(String sql) {
    Integer deleted =
        template.execute(
            (Connection connection) -> {
              try (Statement statement = connection.createStatement()) {
                if (mayChangeRowImage) {
                  shortenRowImage(statement);
                }
                return statement.executeUpdate(sql);
              }
            });
    return deleted == null ? 0 : deleted;
  }

  /** Has new connections made from now on: the rights of an account count from its login. */
  void loginAnew() {
    HikariPoolMXBean connections = pool.getHikariPoolMXBean();
    if (connections != null) {
      connections.softEvictConnections();
    }
  }

  /** Ends all connections, also those in use. */
  @Override
  public void close() {
    pool.close();
  }

  private void shortenRowImage(Statement statement) throws SQLException {
    try {
      statement.execute("SET SESSION binlog_row_image = MINIMAL");
    } catch (SQLException e) {
      if (e.getErrorCode() != ACCESS_DENIED) {
        throw e;
      }
      mayChangeRowImage = false;
      log.info(
          "Server {}: deleted rows are logged in full; GRANT SESSION_VARIABLES_ADMIN to the relay's"
              + " account to have only their keys logged",
          name);
    }
  }

  private static String withPath(String url) {
    int options = url.indexOf('?');
    String address = options < 0 ? url : url.substring(0, options);
    return (address.endsWith("/") ? address : address + "/")
        + (options < 0 ? "" : url.substring(options));
  }
}
