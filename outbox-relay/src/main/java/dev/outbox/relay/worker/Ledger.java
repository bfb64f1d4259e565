package dev.outbox.relay.worker;

import com.github.shyiko.mysql.binlog.GtidSet;
import com.github.shyiko.mysql.binlog.event.MySqlGtid;
import dev.outbox.relay.outbox.ParkedKey;
import dev.outbox.relay.progress.LiveProgress;
import dev.outbox.relay.progress.OutboxProgress;
import dev.outbox.relay.progress.PartialTransaction;
import dev.outbox.relay.progress.ProgressRecords;
import dev.outbox.relay.progress.PublishedRows;
import dev.outbox.relay.progress.ServerProgress;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.kafka.clients.producer.Callback;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.jspecify.annotations.Nullable;

/**
 * The progress of one owned server: how far it is, which records of it are live, and what is to be
 * written with the next transaction. It is thrown away after a failure: then what Kafka has holds.
 * Used by the server's thread, except where it says otherwise.
 */
final class Ledger {

  private final ProgressRecords records;
  private long sequence;
  private @Nullable String serverUuid;
  private boolean soleName;
  private @Nullable String deletedAt;
  private @Nullable GtidSet position;
  private @Nullable MySqlGtid partialGtid;
  private Map<String, Integer> partialRows = new HashMap<>();
  private final Map<String, Integer> partitions;

  /** Per transaction, how many outboxes' rows are not deleted yet. */
  private final Map<Long, Integer> undeleted = new HashMap<>();

  /** Where records are: at this offset or behind it. */
  private final Map<Long, Long> rowOffsets = new HashMap<>();

  private final Map<ParkedKey, Long> parkedOffsets = new HashMap<>();
  private final AtomicLong firstOffset = new AtomicLong();
  private long serverOffset;

  /** What was deleted; put in by the deleter's thread. */
  private final ConcurrentLinkedQueue<Deleted> deleted = new ConcurrentLinkedQueue<>();

  private record Deleted(long sequence, @Nullable String executed) {}

  private boolean changed;

  Ledger(ProgressRecords records, LiveProgress live) {
    this.records = records;
    ServerProgress server = live.server();
    sequence = server.sequence();
    serverUuid = server.serverUuid();
    soleName = server.soleName();
    deletedAt = server.deletedAt();
    position = server.position() == null ? null : new GtidSet(server.position());
    PartialTransaction partial = server.partial();
    if (partial != null) {
      partialGtid = MySqlGtid.fromString(partial.gtid());
      partialRows = new HashMap<>(partial.rows());
    }
    partitions = new HashMap<>(server.partitions());
    for (LiveProgress.Rows rows : live.rows()) {
      rowOffsets.put(rows.sequence(), rows.offset());
      undeleted.put(rows.sequence(), rows.rows().size());
    }
    live.parked().forEach(parked -> parkedOffsets.put(parked.key(), parked.offset()));
  }

  @Nullable String serverUuid() {
    return serverUuid;
  }

  /** Whether it is known that no other name has this server. */
  boolean soleName() {
    return soleName;
  }

  /** Claims a server for this name, or none. */
  void serverUuid(@Nullable String uuid, boolean sole) {
    changed |= sole != soleName || !Objects.equals(uuid, serverUuid);
    serverUuid = uuid;
    soleName = sole;
  }

  /**
   * Returns the GTID sets that the server must have executed: a server that lacks some of it has
   * lost commits, and rows that were published and deleted may be in its tables again.
   */
  List<String> required() {
    List<String> required = new ArrayList<>(requiredOfTheSame());
    if (position != null) {
      required.add(position.toString());
    }
    if (partialGtid != null) {
      required.add(partialGtid.toString());
    }
    return required;
  }

  /**
   * Returns the GTID sets that the server with the same {@code server_uuid} must have executed. The
   * position is not among them: the log has commits that wait for replicas and are not visible yet.
   */
  List<String> requiredOfTheSame() {
    return deletedAt == null ? List.of() : List.of(deletedAt);
  }

  /** Forgets what the server must have executed: it is another one now. */
  void forgetServer() {
    deletedAt = null;
    for (int left = deleted.size(); left > 0; left--) {
      Deleted done = deleted.poll();
      if (done != null) {
        deleted.add(new Deleted(done.sequence(), null));
      }
    }
    position(null);
  }

  /** The transactions of the log that are done; null if the log is not read. */
  @Nullable GtidSet position() {
    return position;
  }

  /** The log is read from here on; null if it is not read any more. */
  void position(@Nullable GtidSet executed) {
    position = executed;
    partialGtid = null;
    partialRows = new HashMap<>();
    changed = true;
  }

  /** A transaction of the log, or its last part, is done. */
  void done(MySqlGtid transaction) {
    if (position != null) {
      position.addGtid(transaction);
    }
    partialGtid = null;
    partialRows = new HashMap<>();
    changed = true;
  }

  /** A part of a transaction is done; others follow. */
  void donePartly(MySqlGtid transaction) {
    partialGtid = transaction;
    changed = true;
  }

  /** A row of the transaction in hand is done. */
  void doneRow(String outbox) {
    partialRows.merge(outbox, 1, Integer::sum);
  }

  /** Whether a transaction is done in part. */
  boolean isPartial() {
    return partialGtid != null;
  }

  /** The transaction that is done in part; null if none is. */
  @Nullable MySqlGtid partialGtid() {
    return partialGtid;
  }

  /** How many rows of a transaction that is done in part are done, by outbox. */
  Map<String, Integer> partialRows() {
    return Map.copyOf(partialRows);
  }

  /** How many partitions each topic has had so far. */
  Map<String, Integer> partitions() {
    return partitions;
  }

  /** Something else than rows has to be written. */
  void change() {
    changed = true;
  }

  /** Whether there is anything to write. */
  boolean hasNews() {
    return changed || !deleted.isEmpty();
  }

  /** The sequence of the next transaction. */
  long next() {
    return sequence + 1;
  }

  /**
   * The rows of one outbox in a transaction are deleted; any thread may say so.
   *
   * @param executed the GTID set that the server had after it; null without GTIDs
   */
  void rowsDeleted(long transaction, @Nullable String executed) {
    deleted.add(new Deleted(transaction, executed));
  }

  /** Keeps the record of a transaction's rows, until it is let go, also when they are deleted. */
  void hold(long transaction) {
    undeleted.merge(transaction, 1, Integer::sum);
  }

  /** Lets a record go that was held. */
  void letGo(long transaction) {
    deleted.add(new Deleted(transaction, null));
  }

  /** What the next transaction writes into the progress topic. */
  List<ProducerRecord<byte[], byte[]>> write(
      List<PublishedRows> rows,
      List<ParkedKey> parked,
      List<ParkedKey> released,
      Map<String, OutboxProgress> outboxes) {
    sequence++;
    List<ProducerRecord<byte[], byte[]>> written = new ArrayList<>();
    if (!rows.isEmpty()) {
      written.add(records.rows(sequence, rows));
      undeleted.merge(sequence, rows.size(), Integer::sum);
    }
    parked.forEach(key -> written.add(records.parked(key)));
    released.forEach(key -> written.add(records.released(key)));
    for (Deleted done = deleted.poll(); done != null; done = deleted.poll()) {
      deletedAt = later(deletedAt, done.executed());
      if (undeleted.merge(done.sequence(), -1, Integer::sum) <= 0) {
        undeleted.remove(done.sequence());
        written.add(records.rowsDeleted(done.sequence()));
      }
    }
    written.add(
        records.server(
            new ServerProgress(
                sequence,
                serverUuid,
                soleName,
                deletedAt,
                position == null ? null : position.toString(),
                partialGtid == null
                    ? null
                    : new PartialTransaction(partialGtid.toString(), partialRows),
                outboxes,
                partitions)));
    return written;
  }

  /**
   * Returns what a server must have executed after two deletions. A server that lacks some of the
   * former set is another one, and must not lower what is required.
   */
  private static @Nullable String later(@Nullable String before, @Nullable String after) {
    if (before == null || after == null) {
      return before == null ? after : before;
    }
    return new GtidSet(before).isContainedWithin(new GtidSet(after)) ? after : before;
  }

  /** Learns where the records of the transaction in hand are. */
  Callback learnOffset() {
    firstOffset.set(Long.MAX_VALUE);
    return (RecordMetadata metadata, Exception failure) -> {
      if (failure == null) {
        firstOffset.accumulateAndGet(metadata.offset(), Math::min);
      }
    };
  }

  /** The transaction in hand is committed. */
  void committed(List<ParkedKey> parked, List<ParkedKey> released) {
    changed = false;
    serverOffset = firstOffset.get();
    if (undeleted.containsKey(sequence)) {
      rowOffsets.put(sequence, serverOffset);
    }
    rowOffsets.keySet().retainAll(undeleted.keySet());
    parked.forEach(key -> parkedOffsets.put(key, serverOffset));
    released.forEach(parkedOffsets::remove);
  }

  /** The offset of the oldest record that is live. */
  long oldestLive() {
    long oldest = serverOffset;
    for (long offset : rowOffsets.values()) {
      oldest = Math.min(oldest, offset);
    }
    for (long offset : parkedOffsets.values()) {
      oldest = Math.min(oldest, offset);
    }
    return oldest;
  }
}
