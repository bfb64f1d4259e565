package dev.outbox.relay.binlog;

import com.github.shyiko.mysql.binlog.event.EventData;
import dev.outbox.relay.outbox.OutboxEvent;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Rows of one table that one statement wrote.
 *
 * @param kind what was done to them
 * @param outbox the outbox's name; null if the table is none, and was not read
 * @param events the rows, if they were inserted
 * @param unreadable why they could not be read; null if they were
 */
@SuppressWarnings("serial") // Never serialized; the library's interface is Serializable.
record OutboxRows(
    Kind kind, @Nullable String outbox, List<OutboxEvent> events, @Nullable String unreadable)
    implements EventData {

  /** What was done to rows. */
  enum Kind {
    INSERTED,
    UPDATED,
    DELETED
  }

  static final OutboxRows NONE = new OutboxRows(Kind.INSERTED, null, List.of(), null);

  /** Rows that are not looked at. */
  static OutboxRows of(Kind kind, String outbox) {
    return new OutboxRows(kind, outbox, List.of(), null);
  }

  static OutboxRows inserted(String outbox, List<OutboxEvent> events) {
    return new OutboxRows(Kind.INSERTED, outbox, events, null);
  }

  static OutboxRows unreadable(String outbox, String why) {
    return new OutboxRows(Kind.INSERTED, outbox, List.of(), why);
  }
}
