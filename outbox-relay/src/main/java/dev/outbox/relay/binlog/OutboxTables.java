package dev.outbox.relay.binlog;

import dev.outbox.relay.outbox.Table;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The outboxes by their tables, as the log names these. A server with {@code
 * lower_case_table_names} other than 0 logs names in lower case, however they are configured.
 * Immutable.
 */
final class OutboxTables {

  private final Map<Table, String> outboxes = new HashMap<>();
  private final boolean ignoreCase;

  /**
   * Keeps a copy.
   *
   * @param outboxes the outboxes' names by their tables, as they are configured
   * @param ignoreCase whether the server takes names that differ in case only for the same
   */
  OutboxTables(Map<Table, String> outboxes, boolean ignoreCase) {
    this.ignoreCase = ignoreCase;
    outboxes.forEach((table, outbox) -> this.outboxes.put(logged(table), outbox));
  }

  /** Returns the name of the outbox that a table is; null if it is none. */
  @Nullable String outbox(String database, String table) {
    return outboxes.get(logged(new Table(database, table)));
  }

  /** Returns the names of all outboxes. */
  Collection<String> all() {
    return outboxes.values();
  }

  /**
   * Returns the names of the outboxes that a statement may be about. Those that it only reads are
   * among them; one that it reaches through a view, a trigger or a routine is not.
   *
   * @param database the database that names without one belong to
   */
  List<String> mentionedIn(String sql, String database) {
    String text = lower(sql);
    return outboxes.entrySet().stream()
        .filter(entry -> isMentioned(entry.getKey(), text, lower(database)))
        .map(Map.Entry::getValue)
        .toList();
  }

  private static boolean isMentioned(Table table, String text, String database) {
    String in = lower(table.database());
    return text.contains(lower(table.name())) && (in.equals(database) || text.contains(in));
  }

  private Table logged(Table table) {
    return ignoreCase ? new Table(lower(table.database()), lower(table.name())) : table;
  }

  private static String lower(String name) {
    return name.toLowerCase(Locale.ROOT);
  }
}
