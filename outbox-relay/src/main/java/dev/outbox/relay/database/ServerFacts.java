package dev.outbox.relay.database;

import dev.outbox.relay.outbox.Table;
import org.springframework.dao.DataAccessException;

/**
 * What a MySQL server says of itself and its log. All methods throw {@link
 * dev.outbox.relay.outbox.SourceException}. Safe for use by several threads.
 */
public final class ServerFacts {

  private static final Table NONE = new Table("-", "-");

  private final DatabaseServer server;

  /** Asks nothing yet. */
  public ServerFacts(DatabaseServer server) {
    this.server = server;
  }

  /** Stays the same as long as the server keeps its data directory. */
  public String uuid() {
    return text("SELECT @@server_uuid");
  }

  /** The GTID set of the transactions that are committed and visible. */
  public String executed() {
    return text("SELECT @@GLOBAL.gtid_executed").replace("\n", "");
  }

  /** Whether all transactions of a GTID set are committed on the server. */
  public boolean hasExecuted(String set) {
    return isTrue("SELECT GTID_SUBSET(?, @@GLOBAL.gtid_executed)", set);
  }

  /** Whether the log has all that is behind a GTID set. */
  public boolean hasLogBehind(String set) {
    return isTrue("SELECT GTID_SUBSET(@@GLOBAL.gtid_purged, ?)", set);
  }

  /** The value of a global variable; empty if the server does not know it. */
  public String variable(String name) {
    try {
      return server
          .jdbc()
          .sql("SHOW GLOBAL VARIABLES WHERE Variable_name = ?")
          .param(name)
          .query((row, number) -> row.getString("Value"))
          .optional()
          .orElse("");
    } catch (DataAccessException e) {
      throw DatabaseProblem.explain(e, server, NONE);
    }
  }

  private String text(String sql) {
    try {
      return server.jdbc().sql(sql).query(String.class).single();
    } catch (DataAccessException e) {
      throw DatabaseProblem.explain(e, server, NONE);
    }
  }

  private boolean isTrue(String sql, String set) {
    try {
      return server.jdbc().sql(sql).param(set).query(Integer.class).single() == 1;
    } catch (DataAccessException e) {
      throw DatabaseProblem.explain(e, server, NONE);
    }
  }
}
