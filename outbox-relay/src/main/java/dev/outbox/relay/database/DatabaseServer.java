package dev.outbox.relay.database;

import com.mysql.cj.conf.ConnectionUrl;
import com.mysql.cj.conf.HostInfo;
import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import com.zaxxer.hikari.HikariPoolMXBean;
import com.zaxxer.hikari.metrics.IMetricsTracker;
import dev.outbox.relay.outbox.SourceException;
import dev.outbox.relay.outbox.Table;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.Locale;
import java.util.Map;
import java.util.Properties;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.dao.DataAccessException;
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

  /** For a pass over a table, for the other tables, for deleting, and for the log's layouts. */
  private static final int CONNECTIONS = 4;

  /** For operators and for counting, so that neither takes one from the work. */
  private static final int OPERATOR_CONNECTIONS = 3;

  private static final Duration WAIT_TIMEOUT = Duration.ofSeconds(60);

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

  private final DatabaseSettings settings;
  private final String url;
  private final HikariDataSource pool;
  private final JdbcClient jdbc;
  private final JdbcTemplate template;
  private final AtomicBoolean passing = new AtomicBoolean();
  private final AtomicLong connectionsMade = new AtomicLong();
  private volatile boolean mayChangeRowImage = true;
  private volatile @Nullable String account;

  /** Opens no connection yet; sessions may be silent for a minute. */
  public DatabaseServer(String name, String url, String username, String password) {
    this(new DatabaseSettings(name, url, username, password, WAIT_TIMEOUT));
  }

  /** Opens no connection yet. */
  public DatabaseServer(DatabaseSettings settings) {
    this(settings, settings.name(), CONNECTIONS);
  }

  private DatabaseServer(DatabaseSettings settings, String poolName, int connections) {
    this.settings = settings;
    this.url = withPath(settings.url());
    HikariConfig config = new HikariConfig();
    config.setPoolName(poolName);
    config.setJdbcUrl(this.url);
    config.setUsername(settings.username());
    config.setPassword(settings.password());
    config.setMaximumPoolSize(connections);
    config.setMinimumIdle(0);
    config.setIdleTimeout(IDLE_MILLIS);
    config.setKeepaliveTime(0);
    config.setConnectionTimeout(CONNECT_MILLIS);
    config.setInitializationFailTimeout(-1);
    config.setTransactionIsolation("TRANSACTION_READ_COMMITTED");
    config.setConnectionInitSql(settings.sessionSql());
    DRIVER_DEFAULTS.forEach(
        (option, value) -> {
          if (!settings
              .url()
              .toLowerCase(Locale.ROOT)
              .contains(option.toLowerCase(Locale.ROOT) + "=")) {
            config.addDataSourceProperty(option, value);
          }
        });
    // Text columns arrive as UTF-8 whatever their own character set is.
    config.addDataSourceProperty("characterSetResults", "UTF-8");
    // Otherwise each streamed query is wrapped in two more statements.
    config.addDataSourceProperty("netTimeoutForStreamingResults", "0");
    config.setMetricsTrackerFactory((pool, statistics) -> new ConnectionCounter());
    this.pool = new HikariDataSource(config);
    this.jdbc = JdbcClient.create(pool);
    this.template = new JdbcTemplate(pool);
  }

  /** The same server with connections of its own, for operators and for counting. */
  public DatabaseServer forOperators() {
    return new DatabaseServer(settings, settings.name() + "-operators", OPERATOR_CONNECTIONS);
  }

  private final class ConnectionCounter implements IMetricsTracker {
    @Override
    public void recordConnectionCreatedMillis(long millis) {
      connectionsMade.incrementAndGet();
    }
  }

  /**
   * Returns how many connections were made so far. A new one may lead to another server than those
   * before: a name or an address that has moved.
   */
  public long connectionsMade() {
    return connectionsMade.get();
  }

  /** The server's name in the configuration. */
  public String name() {
    return settings.name();
  }

  /** The account. */
  public String username() {
    return settings.username();
  }

  /** The account's password. */
  public String password() {
    return settings.password();
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
   * Asks the server something that may be asked twice. A connection that the server has ended
   * meanwhile is replaced without a word: only if a new one cannot be had, or breaks too, is the
   * server away.
   *
   * @throws dev.outbox.relay.outbox.SourceException if the server does not answer, or refuses
   */
  <T> T ask(Table table, Supplier<T> question) {
    try {
      return question.get();
    } catch (DataAccessException e) {
      if (!DatabaseProblem.isWorthAnotherTry(e)) {
        throw explained(e, table);
      }
      log.debug("Server {} is asked once more", name(), e);
    }
    loginAgain();
    return askOnce(table, question);
  }

  /** The same for what is of no use with another connection. */
  <T> T askOnce(Table table, Supplier<T> question) {
    try {
      return question.get();
    } catch (DataAccessException e) {
      throw explained(e, table);
    }
  }

  private SourceException explained(DataAccessException e, Table table) {
    SourceException explained = DatabaseProblem.explain(e, this, table);
    // Rights and settings that an operator changes may count for new sessions only.
    loginAgain();
    return explained;
  }

  /** The account as GRANT takes it, or words for it while that is not known. */
  String account() {
    String known = account;
    if (known == null) {
      try {
        String user = jdbc.sql("SELECT CURRENT_USER()").query(String.class).single();
        int at = user.lastIndexOf('@');
        known =
            at < 0 ? user : "'%s'@'%s'".formatted(user.substring(0, at), user.substring(at + 1));
        account = known;
      } catch (DataAccessException e) {
        log.debug("The account of the relay on server {} is not known now", name(), e);
        return "the account";
      }
    }
    return known;
  }

  /**
   * Allows one pass over a table at a time, since each takes a connection for seconds.
   *
   * @return whether a pass may begin; then {@link #endPass} has to be called after it
   */
  boolean beginPass() {
    return passing.compareAndSet(false, true);
  }

  void endPass() {
    passing.set(false);
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
  void loginAgain() {
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
          name());
    }
  }

  private static String withPath(String url) {
    int options = url.indexOf('?');
    String address = options < 0 ? url : url.substring(0, options);
    return (address.endsWith("/") ? address : address + "/")
        + (options < 0 ? "" : url.substring(options));
  }
}
