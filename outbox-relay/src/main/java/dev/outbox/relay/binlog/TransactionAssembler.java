package dev.outbox.relay.binlog;

import com.github.shyiko.mysql.binlog.event.Event;
import com.github.shyiko.mysql.binlog.event.EventData;
import com.github.shyiko.mysql.binlog.event.GtidEventData;
import com.github.shyiko.mysql.binlog.event.GtidTaggedEventData;
import com.github.shyiko.mysql.binlog.event.MySqlGtid;
import com.github.shyiko.mysql.binlog.event.QueryEventData;
import com.github.shyiko.mysql.binlog.event.XAPrepareEventData;
import dev.outbox.relay.outbox.OutboxEvent;
import dev.outbox.relay.outbox.OutboxState;
import dev.outbox.relay.outbox.SourceException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Puts the events of the log together to transactions, large ones in parts. What is rolled back
 * mostly never gets into the log; where it does, because a table without transactions was written
 * too, it is dropped. Used by one thread.
 */
final class TransactionAssembler {

  /** A part is handed on at this many bytes; it is far below what the queue may hold. */
  private static final int PART_BYTES = 1024 * 1024;

  /** Roughly what a part takes in memory besides its events, in bytes. */
  private static final int PART_OVERHEAD = 200;

  /** Where parts go. */
  interface Sink {
    /** Takes a part, perhaps after a wait. */
    void accept(LogPart part) throws InterruptedException;
  }

  private final OutboxTables tables;
  private final Sink sink;
  private @Nullable MySqlGtid gtid;
  private long committedMicros;
  private boolean begun;

  /** The XA transaction that is being read; null if it is none. */
  private @Nullable String xid;

  /** XA transactions that were prepared and not ended since this began, with their outboxes. */
  private final Map<String, Set<String>> prepared = new HashMap<>();

  /** Outboxes that the transaction inserted rows into, and that it deleted rows from. */
  private final Set<String> inserted = new HashSet<>();

  private final Set<String> deleted = new HashSet<>();

  /** Outboxes that the log may lack rows of. */
  private final Set<String> lost = new HashSet<>();

  private List<LoggedEvent> events = new ArrayList<>();
  private Map<String, String> unreadable = new HashMap<>();
  private int bytes;

  TransactionAssembler(OutboxTables tables, Sink sink) {
    this.tables = tables;
    this.sink = sink;
  }

  /** When the transaction that is being read was committed. */
  long committedMicros() {
    return committedMicros;
  }

  void take(Event event) throws InterruptedException {
    EventData data = event.getData();
    switch (event.getHeader().getEventType()) {
      case GTID -> {
        GtidEventData begins = (GtidEventData) data;
        begin(begins.getMySqlGtid(), begins.getOriginalCommitTimestamp());
      }
      case GTID_TAGGED -> {
        GtidTaggedEventData begins = (GtidTaggedEventData) data;
        begin(begins.getMySqlGtid(), begins.getOriginalCommitTimestamp());
      }
      case ANONYMOUS_GTID -> throw anonymous();
      case QUERY -> query((QueryEventData) data);
      case XID -> end();
      case XA_PREPARE -> prepared((XAPrepareEventData) data);
      case WRITE_ROWS,
          EXT_WRITE_ROWS,
          UPDATE_ROWS,
          EXT_UPDATE_ROWS,
          PARTIAL_UPDATE_ROWS_EVENT,
          DELETE_ROWS,
          EXT_DELETE_ROWS ->
          rows((OutboxRows) data);
      case LOAD, NEW_LOAD, EXEC_LOAD, BEGIN_LOAD_QUERY, EXECUTE_LOAD_QUERY ->
          unreadableAll("a LOAD DATA was logged instead of its rows");
      case INCIDENT -> lost.addAll(tables.all());
      default -> {
        // Nothing of an outbox is in it.
      }
    }
  }

  private void begin(MySqlGtid transaction, long committed) {
    clear();
    gtid = transaction;
    committedMicros = committed;
    begun = false;
    xid = null;
    inserted.clear();
    deleted.clear();
    lost.forEach(outbox -> unreadable.put(outbox, "the server could not log all transactions"));
    lost.clear();
  }

  private static SourceException anonymous() {
    return new SourceException(
        OutboxState.WAITING_FOR_DATABASE,
        "The server's log has a transaction without a GTID: gtid_mode was changed. Set it to ON"
            + " again, or set outbox.relay.mode=polling; nothing is lost",
        null);
  }

  private void query(QueryEventData data) throws InterruptedException {
    String sql = data.getSql();
    String word = sql.length() > 16 ? sql.substring(0, 16) : sql;
    word = word.stripLeading().toUpperCase(Locale.ROOT);
    if (word.equals("BEGIN")) {
      begun = true;
    } else if (word.startsWith("XA START")) {
      begun = true;
      xid = xid(sql, "XA START");
    } else if (word.startsWith("XA COMMIT")) {
      committed(xid(sql, "XA COMMIT"));
    } else if (word.startsWith("XA ROLLBACK")) {
      prepared.remove(xid(sql, "XA ROLLBACK"));
      end();
    } else if (word.equals("COMMIT")) {
      end();
    } else if (word.equals("ROLLBACK")) {
      clear();
      end();
    } else if (!begun) {
      // A statement that is a transaction of its own, such as ALTER TABLE. RENAME TABLE and the
      // like bring rows that are not logged.
      unreadable(data, "a statement about its table was logged");
      end();
    } else if (word.startsWith("ROLLBACK TO")) {
      forgo("rows were rolled back in the log");
    } else if (!word.startsWith("SAVEPOINT") && !word.startsWith("XA ")) {
      unreadable(data, "a statement was logged instead of its rows");
    }
  }

  private void unreadable(QueryEventData data, String why) {
    String database = String.valueOf(data.getDatabase());
    tables.mentionedIn(data.getSql(), database).forEach(outbox -> unreadable.put(outbox, why));
  }

  private void unreadableAll(String why) {
    tables.all().forEach(outbox -> unreadable.put(outbox, why));
  }

  private void rows(OutboxRows rows) throws InterruptedException {
    String outbox = rows.outbox();
    if (outbox == null) {
      return;
    }
    switch (rows.kind()) {
      case INSERTED -> inserted(outbox, rows);
      case UPDATED -> unreadable.put(outbox, "a row of it was changed");
      // The relay itself does that all the time, in transactions that insert nothing.
      case DELETED -> deleted.add(outbox);
    }
  }

  private void inserted(String outbox, OutboxRows rows) throws InterruptedException {
    inserted.add(outbox);
    if (rows.unreadable() != null) {
      unreadable.put(outbox, rows.unreadable());
    }
    for (OutboxEvent event : rows.events()) {
      events.add(new LoggedEvent(outbox, event));
      bytes += event.weight();
      if (bytes > PART_BYTES && xid != null) {
        forgo("an XA transaction wrote more to it than is kept");
      } else if (bytes > PART_BYTES && gtid != null) {
        hand(gtid, false, Map.of());
      }
    }
  }

  private void prepared(XAPrepareEventData data) throws InterruptedException {
    if (data.isOnePhase()) {
      end();
      return;
    }
    forgo("prepared");
    Map<String, String> refused = new HashMap<>();
    for (String outbox : unreadable.keySet()) {
      refused.put(
          outbox,
          "An XA transaction wrote to it, which may still roll back. Write to outboxes in plain"
              + " transactions; end what XA RECOVER lists, then resume the outbox");
    }
    prepared.put(String.valueOf(xid), refused.keySet());
    unreadable = new HashMap<>();
    if (gtid != null) {
      hand(gtid, true, refused);
      gtid = null;
    }
  }

  /**
   * What it wrote was logged when it was prepared, and is seen only now. Whoever went on without it
   * reads the table again; that may be anyone if it was prepared before this began.
   */
  private void committed(String transaction) throws InterruptedException {
    Set<String> outboxes = prepared.remove(transaction);
    for (String outbox : outboxes == null ? tables.all() : outboxes) {
      unreadable.put(outbox, "an XA transaction was committed");
    }
    end();
  }

  /** As the log writes it after each of these words. */
  private static String xid(String sql, String words) {
    return sql.strip().substring(words.length()).strip();
  }

  /** The rows have to be read from their tables, if at all. */
  private void forgo(String why) {
    events.forEach(event -> unreadable.put(event.outbox(), why));
    events = new ArrayList<>();
    bytes = 0;
  }

  private void end() throws InterruptedException {
    if (gtid != null) {
      deleted.retainAll(inserted);
      deleted.forEach(
          outbox -> unreadable.put(outbox, "rows of it were inserted and others deleted"));
      hand(gtid, true, Map.of());
      gtid = null;
    }
  }

  private void hand(MySqlGtid transaction, boolean last, Map<String, String> refused)
      throws InterruptedException {
    // The empty map is used again, by this thread: it must not go with the part.
    Map<String, String> unread = unreadable.isEmpty() ? Map.of() : unreadable;
    if (!unread.isEmpty()) {
      events.removeIf(event -> unread.containsKey(event.outbox()));
    }
    LogPart part = new LogPart(transaction, events, last, unread, refused, PART_OVERHEAD + bytes);
    clear();
    sink.accept(part);
  }

  private void clear() {
    events = new ArrayList<>();
    unreadable = unreadable.isEmpty() ? unreadable : new HashMap<>();
    bytes = 0;
  }
}
