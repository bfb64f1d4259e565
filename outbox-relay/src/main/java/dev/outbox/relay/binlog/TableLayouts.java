package dev.outbox.relay.binlog;

import com.github.shyiko.mysql.binlog.event.TableMapEventData;
import dev.outbox.relay.database.DatabaseProblem;
import dev.outbox.relay.database.DatabaseServer;
import dev.outbox.relay.outbox.Table;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.dao.DataAccessException;

/**
 * The layouts of the outbox tables. The server gives a table another number when it was altered, so
 * each number is looked at once. Used by one thread.
 */
final class TableLayouts {

  /** Numbers of tables are handed out without end; what is forgotten is looked at again. */
  private static final int REMEMBERED = 10_000;

  private final DatabaseServer server;
  private final Map<Table, String> outboxes;
  private final Map<Long, Known> known = new HashMap<>();

  /** What is known of a table's number. */
  private record Known(
      @Nullable String outbox, @Nullable TableLayout layout, @Nullable String unreadable) {}

  /** Layouts of these tables, named by their outboxes. */
  TableLayouts(DatabaseServer server, Map<Table, String> outboxes) {
    this.server = server;
    this.outboxes = Map.copyOf(outboxes);
  }

  Collection<String> outboxes() {
    return outboxes.values();
  }

  /** Every outbox whose table's name is in a statement. */
  List<String> mentionedIn(String sql) {
    return outboxes.entrySet().stream()
        .filter(entry -> sql.contains(entry.getKey().name()))
        .map(Map.Entry::getValue)
        .toList();
  }

  /** The outbox that rows belong to; null if they belong to none. */
  @Nullable String outbox(TableMapEventData table) {
    return known(table).outbox();
  }

  /**
   * The layout of the rows of an outbox.
   *
   * @throws UnreadableTableException if they cannot be read
   */
  TableLayout layout(TableMapEventData table) {
    Known found = known(table);
    if (found.layout() == null) {
      throw new UnreadableTableException(String.valueOf(found.unreadable()));
    }
    return found.layout();
  }

  private Known known(TableMapEventData table) {
    Known found = known.get(table.getTableId());
    if (found == null) {
      if (known.size() >= REMEMBERED) {
        known.clear();
      }
      found = look(table);
      known.put(table.getTableId(), found);
    }
    return found;
  }

  private Known look(TableMapEventData logged) {
    Table table = new Table(logged.getDatabase(), logged.getTable());
    String outbox = outboxes.get(table);
    if (outbox == null) {
      return new Known(null, null, null);
    }
    try {
      return new Known(outbox, TableLayout.of(outbox, columns(table), logged), null);
    } catch (UnreadableTableException e) {
      return new Known(outbox, null, e.getMessage());
    }
  }

  private List<TableLayout.Column> columns(Table table) {
    try {
      return server
          .jdbc()
          .sql(
              """
              SELECT column_name, data_type, character_set_name FROM information_schema.columns
              WHERE table_schema = ? AND table_name = ? ORDER BY ordinal_position
              """)
          .params(table.database(), table.name())
          .query(
              (row, number) ->
                  new TableLayout.Column(row.getString(1), row.getString(2), row.getString(3)))
          .list();
    } catch (DataAccessException e) {
      throw DatabaseProblem.explain(e, server, table);
    }
  }
}
