package dev.outbox.relay.binlog;

import com.github.shyiko.mysql.binlog.event.EventData;
import dev.outbox.relay.outbox.OutboxEvent;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Rows that one statement wrote to one table.
 *
 * @param outbox the outbox's name; null if the table is none, and was not read
 * @param events the rows
 * @param unreadable why they could not be read; null if they were
 */
@SuppressWarnings("serial") // Never serialized; the library's interface is Serializable.
record OutboxRows(@Nullable String outbox, List<OutboxEvent> events, @Nullable String unreadable)
    implements EventData {

  static final OutboxRows NONE = new OutboxRows(null, List.of(), null);
}
