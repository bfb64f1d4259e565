package dev.outbox.relay.worker;

import com.github.shyiko.mysql.binlog.GtidSet;
import com.github.shyiko.mysql.binlog.event.MySqlGtid;
import dev.outbox.relay.binlog.GtidSets;
import dev.outbox.relay.database.OutboxTable;
import dev.outbox.relay.database.TablePass;
import dev.outbox.relay.outbox.Outbox;
import dev.outbox.relay.outbox.OutboxEvent;
import dev.outbox.relay.outbox.OutboxState;
import dev.outbox.relay.outbox.OutboxStatus;
import dev.outbox.relay.outbox.ParkedKey;
import dev.outbox.relay.outbox.RelayMode;
import dev.outbox.relay.progress.OutboxProgress;
import dev.outbox.relay.progress.PublishedRows;
import dev.outbox.relay.progress.RowKey;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * One outbox while its server is owned: where its rows come from now, and which are not wanted.
 * Used by the server's thread; the deleter by others too.
 */
final class Lane {

  /** Where rows come from. */
  enum Phase {
    /** From nowhere, until an operator resumes it. */
    PAUSED,
    /** From nowhere, until an operator has done something and resumes it. */
    REFUSED,
    /** From the table: in mode polling always, in mode binlog until all in it is published. */
    TABLE,
    /** From the log. */
    LOG
  }

  private static final Duration FIRST_IDLE_PAUSE = Duration.ofMillis(1);
  private static final Duration FIRST_TROUBLE_PAUSE = Duration.ofMillis(100);

  private final OutboxStatus status;
  private final OutboxTable table;
  private final RowDeleter deleter;
  private final Ledger ledger;
  private final Map<String, ParkedKey> parked = new TreeMap<>();
  private final BackOff idle;
  private final BackOff trouble;
  private Phase phase = Phase.TABLE;
  private @Nullable String refused;
  private @Nullable GtidSet from;
  private @Nullable GtidSet until;
  private Set<RowKey> skip = new HashSet<>();
  private @Nullable Long skipSequence;
  private final Set<String> changedTopics = new HashSet<>();
  private @Nullable TablePass pass;
  private boolean backlog;
  private long due = System.nanoTime();

  Lane(
      OutboxStatus status,
      OutboxTable table,
      RowDeleter deleter,
      Ledger ledger,
      Duration idleCeiling,
      Duration errorCeiling) {
    this.status = status;
    this.table = table;
    this.deleter = deleter;
    this.ledger = ledger;
    this.idle = new BackOff(FIRST_IDLE_PAUSE, idleCeiling);
    this.trouble = new BackOff(FIRST_TROUBLE_PAUSE, errorCeiling);
  }

  /**
   * Goes on from progress.
   *
   * @param rows the rows of the outbox that are not known to be deleted, by sequence
   */
  void restore(OutboxProgress progress, Map<Long, PublishedRows> rows) {
    if (progress.paused()) {
      phase = Phase.PAUSED;
    } else if (progress.refused() != null) {
      phase = Phase.REFUSED;
      refused = progress.refused();
    } else if (progress.following() && outbox().mode() == RelayMode.BINLOG) {
      phase = Phase.LOG;
      from = progress.from() == null ? null : new GtidSet(progress.from());
      until = progress.until() == null ? null : new GtidSet(progress.until());
      restoreSkip(progress.skip(), rows);
    }
  }

  private void restoreSkip(@Nullable Long sequence, Map<Long, PublishedRows> rows) {
    if (sequence == null) {
      return;
    }
    PublishedRows read = rows.get(sequence);
    if (read == null) {
      catchUp();
      return;
    }
    skip = read.keys();
    hold(sequence);
  }

  OutboxProgress progress() {
    return new OutboxProgress(
        phase == Phase.PAUSED,
        refused,
        phase == Phase.LOG,
        from == null ? null : from.toString(),
        skipSequence,
        until == null ? null : until.toString());
  }

  Outbox outbox() {
    return status.outbox();
  }

  String name() {
    return outbox().name();
  }

  OutboxStatus status() {
    return status;
  }

  OutboxTable table() {
    return table;
  }

  RowDeleter deleter() {
    return deleter;
  }

  /** The parked keys by name; kept by the server's thread. */
  Map<String, ParkedKey> parked() {
    return parked;
  }

  /** The topics whose number of partitions changed, until the outbox is resumed. */
  Set<String> changedTopics() {
    return changedTopics;
  }

  /** Shows which keys are parked. */
  void showParked() {
    status.parked(List.copyOf(parked.values()));
  }

  Phase phase() {
    return phase;
  }

  /** The pass over its table that goes on; null if the lowest rows are to be read. */
  @Nullable TablePass pass() {
    return pass;
  }

  /**
   * Begins a pass over its table if the last rows that were read were not all; else does nothing.
   */
  void passIfBacklog() {
    if (backlog) {
      pass = table.pass();
    }
  }

  /** Ends the pass over its table if there is one. */
  void endPass() {
    if (pass != null) {
      pass.close();
      pass = null;
    }
    backlog = false;
  }

  /** Reads the table first, from now on. */
  void catchUp() {
    endPass();
    phase = Phase.TABLE;
    refused = null;
    settled();
    due = System.nanoTime();
  }

  /** Reads the table first if it follows the log. */
  void backToTable() {
    if (phase == Phase.LOG) {
      catchUp();
    }
  }

  void pause() {
    catchUp();
    phase = Phase.PAUSED;
  }

  void refuse(String why) {
    catchUp();
    phase = Phase.REFUSED;
    refused = why;
  }

  /**
   * All in the table is published: what is not in this GTID set comes from the log.
   *
   * @param read the rows that the next progress says are published
   */
  void follow(GtidSet executed, Set<RowKey> read) {
    phase = Phase.LOG;
    from = executed;
    skip = new HashSet<>(read);
    if (!read.isEmpty()) {
      hold(ledger.next());
    }
    until = null;
    trouble.reset();
  }

  private void hold(long sequence) {
    skipSequence = sequence;
    ledger.hold(sequence);
  }

  /** Whether an event that the log gives is to be published. */
  boolean wants(MySqlGtid transaction, OutboxEvent event) {
    if (phase != Phase.LOG || GtidSets.contains(from, transaction)) {
      return false;
    }
    if (skip.isEmpty()) {
      return true;
    }
    java.util.UUID id = event.uuid();
    return id == null || !skip.remove(new RowKey(event.position(), id));
  }

  /** Whether it follows the log and did not read a transaction from the table. */
  boolean follows(MySqlGtid transaction) {
    return phase == Phase.LOG && !GtidSets.contains(from, transaction);
  }

  /** Whether it still has to keep in mind what it read from the table. */
  boolean settling() {
    return phase == Phase.LOG && from != null;
  }

  @Nullable GtidSet until() {
    return until;
  }

  void until(GtidSet executed) {
    until = executed;
  }

  /** What was read from the table is behind in the log too. */
  void settled() {
    from = null;
    until = null;
    skip = new HashSet<>();
    if (skipSequence != null) {
      ledger.letGo(skipSequence);
      skipSequence = null;
    }
  }

  /** How long until its table is to be read; null if it is not. */
  @Nullable Long dueIn(long now) {
    return phase == Phase.TABLE ? (Long) Math.max(0, due - now) : null;
  }

  /** The last attempt worked and there was nothing more. */
  void idle() {
    trouble.reset();
    due = System.nanoTime() + idle.next().toNanos();
  }

  /** The last attempt worked and there is more. */
  void busy() {
    trouble.reset();
    idle.reset();
    due = System.nanoTime();
  }

  /** There is more in the table than was read. */
  void backlog() {
    backlog = true;
    busy();
  }

  /** The last attempt failed; says so. */
  void failing(OutboxState state, String message) {
    endPass();
    status.failing(state, message);
    due = System.nanoTime() + trouble.next().toNanos();
  }

  /** The last attempt failed in a way that the relay does not know: the next one is due then. */
  void failed(String message, long dueNanos) {
    backToTable();
    if (phase == Phase.TABLE) {
      status.failing(OutboxState.BLOCKED, message);
      due = dueNanos;
    }
  }

  /** All is well; says so. */
  void showPhase() {
    switch (phase) {
      case PAUSED -> status.paused();
      case REFUSED -> status.failing(OutboxState.REFUSED, String.valueOf(refused));
      case LOG -> status.running();
      case TABLE -> {
        if (outbox().mode() == RelayMode.BINLOG) {
          status.catchingUp();
        } else {
          status.running();
        }
      }
    }
  }
}
