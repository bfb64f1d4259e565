package dev.outbox.relay.binlog;

import com.github.shyiko.mysql.binlog.event.TableMapEventData;
import com.github.shyiko.mysql.binlog.event.deserialization.AbstractRowsEventDataDeserializer;
import com.github.shyiko.mysql.binlog.event.deserialization.MissingTableMapEventException;
import com.github.shyiko.mysql.binlog.io.ByteArrayInputStream;
import dev.outbox.relay.outbox.OutboxEvent;
import java.io.IOException;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.Map;

/** Reads inserted rows of outbox tables into events, and skips those of other tables unread. */
final class OutboxRowsDeserializer extends AbstractRowsEventDataDeserializer<OutboxRows> {

  private final Map<Long, TableMapEventData> tables;
  private final TableLayouts layouts;
  private final TransactionAssembler transactions;
  private final boolean extra;

  /**
   * Reads for one connection.
   *
   * @param tables the tables by number, kept by the library
   * @param transactions knows the transaction that is being read
   * @param extra whether rows come with extra data before them, as all do but those of {@code
   *     log_bin_use_v1_row_events}
   */
  OutboxRowsDeserializer(
      Map<Long, TableMapEventData> tables,
      TableLayouts layouts,
      TransactionAssembler transactions,
      boolean extra) {
    super(tables);
    this.tables = tables;
    this.layouts = layouts;
    this.transactions = transactions;
    this.extra = extra;
  }

  @Override
  public OutboxRows deserialize(ByteArrayInputStream in) throws IOException {
    long tableId = in.readLong(6);
    TableMapEventData table = tables.get(tableId);
    if (table == null) {
      throw new MissingTableMapEventException(
          "Rows of the table %d came without it".formatted(tableId));
    }
    String outbox = layouts.outbox(table);
    if (outbox == null) {
      return OutboxRows.NONE;
    }
    try {
      return OutboxRows.inserted(outbox, events(table, in));
    } catch (UnreadableTableException e) {
      return OutboxRows.unreadable(outbox, String.valueOf(e.getMessage()));
    }
  }

  private List<OutboxEvent> events(TableMapEventData table, ByteArrayInputStream in)
      throws IOException {
    TableLayout layout = layouts.layout(table);
    in.skip(2); // flags
    if (extra) {
      in.skip(in.readInteger(2) - 2L);
    }
    BitSet included = in.readBitSet(in.readPackedInteger(), true);
    int[] indexes = layout.indexes(included);
    long committed = transactions.committedMicros();
    List<OutboxEvent> events = new ArrayList<>();
    while (in.available() > 0) {
      Serializable[] row = deserializeRow(table.getTableId(), included, in);
      OutboxEvent event = layout.event(row, indexes, committed);
      layouts.check(table, new LoggedRow(row, included, event));
      events.add(event);
    }
    return events;
  }
}
