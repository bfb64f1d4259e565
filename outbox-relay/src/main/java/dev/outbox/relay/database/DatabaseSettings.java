package dev.outbox.relay.database;

import java.time.Duration;

/**
 * How a MySQL server is reached.
 *
 * @param name the server's name in the configuration
 * @param url {@code jdbc:mysql://host:port}, perhaps with options
 * @param username the account
 * @param password the account's password
 * @param waitTimeout how long a session of the relay may send nothing until MySQL ends it; in whole
 *     seconds, at least one
 */
public record DatabaseSettings(
    String name, String url, String username, String password, Duration waitTimeout) {

  /** Locks are not waited for any longer; it is less than the driver waits for an answer. */
  private static final Duration LONGEST_LOCK_WAIT = Duration.ofSeconds(10);

  /** Leaves the password out, and what the URL may carry after the address. */
  @Override
  public String toString() {
    return "DatabaseSettings[name=%s, username=%s]".formatted(name, username);
  }

  /**
   * The statement that each session begins with. Ages are computed by the server: in UTC no hour
   * comes twice. A relay that is stopped, or cut off, must not hold locks on a table for the hours
   * that MySQL gives it; and what it waits for itself is to be shown.
   */
  String sessionSql() {
    long seconds = Math.max(1, waitTimeout.toSeconds());
    long lockSeconds = Math.min(seconds, LONGEST_LOCK_WAIT.toSeconds());
    return ("SET SESSION time_zone = '+00:00', SESSION wait_timeout = %1$d,"
            + " SESSION net_write_timeout = %1$d, SESSION lock_wait_timeout = %2$d,"
            + " SESSION innodb_lock_wait_timeout = %2$d")
        .formatted(seconds, lockSeconds);
  }
}
