package dev.outbox.relay.binlog;

import com.github.shyiko.mysql.binlog.event.TableMapEventData;
import com.github.shyiko.mysql.binlog.event.deserialization.AbstractRowsEventDataDeserializer;
import com.github.shyiko.mysql.binlog.event.deserialization.MissingTableMapEventException;
import com.github.shyiko.mysql.binlog.io.ByteArrayInputStream;
import dev.outbox.relay.outbox.OutboxEvent;
import java.io.IOException;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.Map;
import java.util.function.LongSupplier;

/** Reads inserted rows of outbox tables into events, and skips those of other tables unread. */
final class OutboxRowsDeserializer extends AbstractRowsEventDataDeserializer<OutboxRows> {

  private final Map<Long, TableMapEventData> tables;
  private final TableLayouts layouts;
  private final LongSupplier committedMicros;

  /**
   * Reads for one connection.
   *
   * @param tables the tables by number, kept by the library
   * @param committedMicros when the transaction that is being read was committed
   */
  OutboxRowsDeserializer(
      Map<Long, TableMapEventData> tables, TableLayouts layouts, LongSupplier committedMicros) {
    super(tables);
    this.tables = tables;
    this.layouts = layouts;
    this.committedMicros = committedMicros;
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
      return new OutboxRows(outbox, events(tableId, layouts.layout(table), in), null);
    } catch (UnreadableTableException e) {
      return new OutboxRows(outbox, List.of(), e.getMessage());
    }
  }

  private List<OutboxEvent> events(long tableId, TableLayout layout, ByteArrayInputStream in)
      throws IOException {
    in.skip(2); // flags
    int extraBytes = in.readInteger(2);
    in.skip(extraBytes - 2L);
    BitSet included = in.readBitSet(in.readPackedInteger(), true);
    int[] indexes = layout.indexes(included);
    long committed = committedMicros.getAsLong();
    List<OutboxEvent> events = new ArrayList<>();
    while (in.available() > 0) {
      events.add(layout.event(deserializeRow(tableId, included, in), indexes, committed));
    }
    return events;
  }
}
