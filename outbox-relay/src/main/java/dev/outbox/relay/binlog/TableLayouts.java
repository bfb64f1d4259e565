package dev.outbox.relay.binlog;

import com.github.shyiko.mysql.binlog.event.TableMapEventData;
import dev.outbox.relay.database.DatabaseServer;
import dev.outbox.relay.database.OutboxTable;
import dev.outbox.relay.outbox.OutboxEvent;
import dev.outbox.relay.outbox.OutboxState;
import dev.outbox.relay.outbox.SourceException;
import dev.outbox.relay.outbox.Table;
import java.time.Duration;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The layouts of the outbox tables, by the numbers that the log gives to tables. A table gets
 * another number when it is altered, and any table may get it in the next file of the log, where
 * MySQL may have been started again. Used by one thread.
 *
 * <p>The log does not name columns, and the server describes tables as they are now, not as they
 * were when a row was logged. So the first rows of a layout are compared with what the table has.
 */
final class TableLayouts {

  /** How long the table is not asked again when it did not help: the outbox reads all of it. */
  private static final long UNSURE_NANOS = Duration.ofMillis(100).toNanos();

  private static final String UNSURE =
      "the table has not got the row any more that would show which column is which";

  private final DatabaseServer server;
  private final TableDescriptions descriptions;
  private final OutboxTables outboxes;
  private final Map<Long, Known> known = new HashMap<>();
  private long askAgain = System.nanoTime();

  /** What is known of a table's number. */
  private record Known(
      TableMapEventData logged, @Nullable TableLayout layout, @Nullable String unreadable) {

    boolean isOf(TableMapEventData table) {
      return logged == table
          || (logged.getDatabase().equals(table.getDatabase())
              && logged.getTable().equals(table.getTable())
              && Arrays.equals(logged.getColumnTypes(), table.getColumnTypes())
              && Arrays.equals(logged.getColumnMetadata(), table.getColumnMetadata())
              && logged.getColumnNullability().equals(table.getColumnNullability()));
    }
  }

  /** Layouts of these tables. */
  TableLayouts(DatabaseServer server, OutboxTables outboxes) {
    this.server = server;
    this.descriptions = new TableDescriptions(server);
    this.outboxes = outboxes;
  }

  /** Another file of the log begins: numbers are given out again. */
  void forget() {
    known.clear();
  }

  /** The outbox that rows belong to; null if they belong to none. */
  @Nullable String outbox(TableMapEventData table) {
    return outboxes.outbox(table.getDatabase(), table.getTable());
  }

  /**
   * The layout of the rows of an outbox.
   *
   * @throws UnreadableTableException if they cannot be read
   */
  TableLayout layout(TableMapEventData table) {
    Known found = known.get(table.getTableId());
    if (found == null || !found.isOf(table)) {
      found = look(table);
      known.put(table.getTableId(), found);
    }
    if (found.layout() == null) {
      throw new UnreadableTableException(String.valueOf(found.unreadable()));
    }
    return found.layout();
  }

  /**
   * Makes sure that a row was read right.
   *
   * @throws UnreadableTableException if it was not, or if that cannot be told
   */
  void check(TableMapEventData table, LoggedRow row) {
    TableLayout layout = layout(table);
    if (!layout.isDoubtful(row)) {
      return;
    }
    if (System.nanoTime() - askAgain < 0) {
      throw new UnreadableTableException(UNSURE);
    }
    OutboxEvent inTable = inTable(table, row.event().position());
    if (inTable == null || !layout.isRight(row, inTable)) {
      askAgain = System.nanoTime() + UNSURE_NANOS;
      throw new UnreadableTableException(
          inTable == null ? UNSURE : "its columns were moved or changed after rows were written");
    }
  }

  private @Nullable OutboxEvent inTable(TableMapEventData table, long position) {
    try {
      return new OutboxTable(server, named(table), 1, 1).logged(position).orElse(null);
    } catch (SourceException e) {
      throw ofThisTable(e);
    }
  }

  private Known look(TableMapEventData logged) {
    try {
      return new Known(logged, TableLayout.of(descriptions.columns(named(logged)), logged), null);
    } catch (SourceException e) {
      return new Known(logged, null, ofThisTable(e).getMessage());
    } catch (UnreadableTableException e) {
      return new Known(logged, null, e.getMessage());
    }
  }

  /** A table that is locked or forbidden concerns its outbox; a server that is away, all. */
  private static UnreadableTableException ofThisTable(SourceException e) {
    if (e.state() == OutboxState.WAITING_FOR_DATABASE) {
      throw e;
    }
    return new UnreadableTableException(String.valueOf(e.getMessage()));
  }

  private static Table named(TableMapEventData table) {
    return new Table(table.getDatabase(), table.getTable());
  }
}
