package dev.outbox.relay.binlog;

import dev.outbox.relay.outbox.OutboxEvent;
import java.io.Serializable;
import java.util.BitSet;
import org.jspecify.annotations.Nullable;

/**
 * A row of an outbox as it was logged, and what it was read as.
 *
 * @param values of the columns that were logged
 * @param included the places of these columns
 * @param event what the values were taken for
 */
@SuppressWarnings("ArrayRecordComponent") // Never compared.
record LoggedRow(Serializable[] values, BitSet included, OutboxEvent event) {

  /**
   * Returns the values by place; null for NULL and for what was not logged.
   *
   * @param columns how many the table has
   */
  @Nullable Serializable[] cells(int columns) {
    Serializable[] cells = new Serializable[columns];
    int index = 0;
    for (int place = included.nextSetBit(0); place >= 0; place = included.nextSetBit(place + 1)) {
      cells[place] = values[index++];
    }
    return cells;
  }
}
