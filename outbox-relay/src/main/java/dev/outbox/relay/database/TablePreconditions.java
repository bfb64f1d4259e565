package dev.outbox.relay.database;

import dev.outbox.relay.outbox.Finding;
import dev.outbox.relay.outbox.Outbox;
import dev.outbox.relay.outbox.RelayMode;
import dev.outbox.relay.outbox.Table;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.dao.DataAccessException;

/** What an outbox table must be like, and the account's rights on it. Safe for several threads. */
final class TablePreconditions {

  private static final int TABLE_ACCESS_DENIED = 1142;
  private static final int ACCESS_DENIED = 1227;

  private static final Set<String> TEXTS =
      Set.of("char", "varchar", "tinytext", "text", "mediumtext", "longtext");
  private static final Set<String> CHARSETS =
      Set.of("utf8mb4", "utf8mb3", "utf8", "ascii", "latin1");
  private static final Set<String> REQUIRED =
      Set.of("id", "aggregatetype", "aggregateid", "type", "payload");
  private static final Set<String> OPTIONAL = Set.of("dataschema", "traceparent", "tracestate");

  private record Column(
      String name, String type, String key, boolean nullable, @Nullable String charset) {}

  private final DatabaseServer server;
  private final ServerFacts facts;

  TablePreconditions(DatabaseServer server) {
    this.server = server;
    this.facts = new ServerFacts(server);
  }

  /**
   * What publishing needs, in either mode.
   *
   * @throws dev.outbox.relay.outbox.SourceException if the table is not there or may not be read
   */
  List<Finding> required(Outbox outbox) {
    Table table = outbox.table();
    List<Finding> findings = new ArrayList<>();
    findings.add(maySelect(table));
    findings.add(mayDelete(table));
    findings.add(engine(table));
    List<Column> columns = columns(table);
    findings.add(primaryKey(table, columns));
    columns.forEach(column -> findings.addAll(column(outbox, column)));
    return findings;
  }

  /** What could be better. */
  List<Finding> others() {
    return server.ask(ServerFacts.NONE, () -> List.of(mayShortenRowImage()));
  }

  private Finding mayShortenRowImage() {
    String check = "SESSION_VARIABLES_ADMIN";
    try {
      server.jdbc().sql("SET SESSION binlog_row_image = @@SESSION.binlog_row_image").update();
      return Finding.ok(check, "granted");
    } catch (DataAccessException e) {
      if (DatabaseProblem.codeOf(e) != ACCESS_DENIED) {
        throw e;
      }
      return Finding.hint(
          check,
          "not granted, so deleted rows are logged with their payloads",
          "GRANT SESSION_VARIABLES_ADMIN ON *.* TO %s to have only their keys logged"
              .formatted(facts.account()));
    }
  }

  private Finding maySelect(Table table) {
    server.ask(
        table,
        () -> explain("SELECT %s FROM %s LIMIT 1".formatted(OutboxTable.COLUMNS, table.quoted())));
    return Finding.ok("SELECT", "granted");
  }

  private Finding mayDelete(Table table) {
    return server.ask(
        table,
        () -> {
          try {
            explain("DELETE FROM %s WHERE position = 0".formatted(table.quoted()));
            return Finding.ok("DELETE", "granted");
          } catch (DataAccessException e) {
            if (DatabaseProblem.codeOf(e) != TABLE_ACCESS_DENIED) {
              throw e;
            }
            String account = facts.account();
            server.loginAgain();
            return Finding.refusing(
                "DELETE",
                "not granted",
                "GRANT SELECT, DELETE ON %s TO %s".formatted(table.quoted(), account));
          }
        });
  }

  /** Needs the rights of the statement, and does nothing. */
  private int explain(String sql) {
    return server.jdbc().sql("EXPLAIN " + sql).query((row, number) -> number).list().size();
  }

  private Finding engine(Table table) {
    String found =
        server.ask(
            table,
            () ->
                server
                    .jdbc()
                    .sql(
                        "SELECT COALESCE(engine, table_type) FROM information_schema.tables"
                            + " WHERE table_schema = ? AND table_name = ?")
                    .params(table.database(), table.name())
                    .query((row, number) -> String.valueOf(row.getString(1)))
                    .optional()
                    .orElse(""));
    if (found.equalsIgnoreCase("VIEW")) {
      return Finding.refusing(
          "engine",
          found,
          "Configure the table that %s shows: the log names tables only".formatted(table));
    }
    return found.equalsIgnoreCase("InnoDB")
        ? Finding.ok("engine", found)
        : Finding.refusing(
            "engine",
            found,
            "ALTER TABLE %s ENGINE = InnoDB; a row must be committed with the change that it tells"
                    .formatted(table.quoted())
                + " of");
  }

  private List<Column> columns(Table table) {
    return server.ask(
        table,
        () ->
            server
                .jdbc()
                .sql(
                    """
                    SELECT column_name, data_type, column_key, is_nullable, character_set_name
                    FROM information_schema.columns
                    WHERE table_schema = ? AND table_name = ? ORDER BY ordinal_position
                    """)
                .params(table.database(), table.name())
                .query(
                    (row, number) ->
                        new Column(
                            row.getString(1).toLowerCase(Locale.ROOT),
                            row.getString(2).toLowerCase(Locale.ROOT),
                            row.getString(3),
                            row.getString(4).equals("YES"),
                            row.getString(5)))
                .list());
  }

  private static Finding primaryKey(Table table, List<Column> columns) {
    List<String> key =
        columns.stream().filter(column -> column.key().equals("PRI")).map(Column::name).toList();
    String found = "(%s)".formatted(String.join(", ", key));
    return key.equals(List.of("position"))
        ? Finding.ok("primary key", found)
        : Finding.refusing(
            "primary key",
            found,
            ("It has to be (position) alone, as in the starter's migration: ALTER TABLE %s %sADD"
                    + " PRIMARY KEY (position)")
                .formatted(table.quoted(), key.isEmpty() ? "" : "DROP PRIMARY KEY, "));
  }

  private static List<Finding> column(Outbox outbox, Column column) {
    String check = "column " + column.name();
    if (column.name().equals("position")) {
      return List.of(
          typed(
              outbox, column, Set.of("bigint", "int"), "BIGINT UNSIGNED NOT NULL AUTO_INCREMENT"));
    }
    if (column.name().equals("created_at")) {
      return List.of(
          typed(
              outbox,
              column,
              Set.of("timestamp", "datetime"),
              "TIMESTAMP(6) NOT NULL DEFAULT CURRENT_TIMESTAMP(6)"));
    }
    boolean required = REQUIRED.contains(column.name());
    if (!required && !OPTIONAL.contains(column.name())) {
      return List.of();
    }
    if (required && column.nullable()) {
      return List.of(
          Finding.warning(
              check, "may be NULL", modify(outbox, column, column.type() + "(…) NOT NULL")));
    }
    boolean readable =
        TEXTS.contains(column.type())
            && (column.charset() == null || CHARSETS.contains(column.charset()));
    if (!readable && outbox.mode() == RelayMode.BINLOG) {
      return List.of(
          Finding.warning(
              check,
              "%s %s".formatted(column.type(), column.charset() == null ? "" : column.charset()),
              "The relay cannot read it from the log and reads the table instead, which is slower: "
                  + modify(outbox, column, "… CHARACTER SET utf8mb4, a text as in the starter's")));
    }
    return List.of(Finding.ok(check, column.type()));
  }

  private static Finding typed(Outbox outbox, Column column, Set<String> types, String wanted) {
    return types.contains(column.type())
        ? Finding.ok("column " + column.name(), column.type())
        : Finding.refusing(
            "column " + column.name(), column.type(), modify(outbox, column, wanted));
  }

  private static String modify(Outbox outbox, Column column, String type) {
    return "ALTER TABLE %s MODIFY %s %s".formatted(outbox.table().quoted(), column.name(), type);
  }
}
