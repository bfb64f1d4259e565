package dev.outbox.relay.database;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import java.util.Locale;
import java.util.Map;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * One MySQL server: a small pool of connections, opened when first needed, so that the relay starts
 * while MySQL is down. Safe for use by several threads.
 */
public final class DatabaseServer implements AutoCloseable {

  /** One connection for the events, one to ask how many wait. */
  private static final int CONNECTIONS = 2;

  private static final long CONNECT_MILLIS = 3_000;

  /** Set unless the URL says otherwise. */
  private static final Map<String, String> DRIVER_DEFAULTS =
      Map.of(
          // A server that vanished without a word must not hold the relay forever.
          "connectTimeout", String.valueOf(CONNECT_MILLIS),
          "socketTimeout", "30000",
          "tcpKeepAlive", "true");

  private final String name;
  private final HikariDataSource pool;
  private final JdbcClient jdbc;

  /**
   * Opens no connection yet.
   *
   * @param name the server's name in the configuration
   * @param url {@code jdbc:mysql://host:port}, perhaps with options
   */
  public DatabaseServer(String name, String url, String username, String password) {
    this.name = name;
    HikariConfig config = new HikariConfig();
    config.setPoolName(name);
    config.setJdbcUrl(withPath(url));
    config.setUsername(username);
    config.setPassword(password);
    config.setMaximumPoolSize(CONNECTIONS);
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
  }

  /** The server's name in the configuration. */
  public String name() {
    return name;
  }

  /** Runs statements, each in a transaction of its own. */
  public JdbcClient jdbc() {
    return jdbc;
  }

  /** Ends all connections, also those in use. */
  @Override
  public void close() {
    pool.close();
  }

  private static String withPath(String url) {
    int options = url.indexOf('?');
    String address = options < 0 ? url : url.substring(0, options);
    return (address.endsWith("/") ? address : address + "/")
        + (options < 0 ? "" : url.substring(options));
  }
}
