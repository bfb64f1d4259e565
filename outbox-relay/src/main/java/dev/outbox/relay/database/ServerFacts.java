package dev.outbox.relay.database;

import dev.outbox.relay.outbox.Table;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What a MySQL server says of itself and its log. All methods throw {@link
 * dev.outbox.relay.outbox.SourceException}. Safe for use by several threads.
 */
public final class ServerFacts {

  static final Table NONE = new Table("-", "-");

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

  /** The same; null if there are none, as on a server without GTIDs. */
  public @Nullable String executedOrNull() {
    String executed = executed();
    return executed.isEmpty() ? null : executed;
  }

  /** Whether tables whose names differ in case only are the same. */
  public boolean ignoresCase() {
    return !text("SELECT @@lower_case_table_names").equals("0");
  }

  /** Whether all transactions of a GTID set are committed on the server. */
  public boolean hasExecuted(String set) {
    return isTrue("SELECT GTID_SUBSET(?, @@GLOBAL.gtid_executed)", set);
  }

  /** Whether the log has all that is behind a GTID set. */
  public boolean hasLogBehind(String set) {
    return isTrue("SELECT GTID_SUBSET(@@GLOBAL.gtid_purged, ?)", set);
  }

  /** The values of global variables by name; those that the server does not know are left out. */
  Map<String, String> variables(List<String> names) {
    Map<String, String> values = new HashMap<>();
    return server.ask(
        NONE,
        () -> {
          server
              .jdbc()
              .sql(
                  "SHOW GLOBAL VARIABLES WHERE Variable_name IN (%s)"
                      .formatted(String.join(",", Collections.nCopies(names.size(), "?"))))
              .params(names)
              .query(
                  row -> {
                    values.put(row.getString("Variable_name"), row.getString("Value"));
                  });
          return values;
        });
  }

  /** The account that the relay is to the server, as GRANT takes it. */
  String account() {
    return server.account();
  }

  private String text(String sql) {
    return server.ask(NONE, () -> server.jdbc().sql(sql).query(String.class).single());
  }

  private boolean isTrue(String sql, String set) {
    return server.ask(
        NONE, () -> server.jdbc().sql(sql).param(set).query(Integer.class).single() == 1);
  }
}
