package dev.outbox.relay.worker;

import dev.outbox.relay.database.OutboxTable;
import dev.outbox.relay.outbox.OutboxState;
import dev.outbox.relay.outbox.OutboxStatus;
import dev.outbox.relay.outbox.SourceException;
import dev.outbox.relay.progress.PublishedRows;
import dev.outbox.relay.progress.RowKey;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Set;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Deletes the rows of one outbox that Kafka has, many at once. Deleting may lag behind publishing;
 * it never leads. Safe for use by several threads.
 */
final class RowDeleter {

  private static final Logger log = LoggerFactory.getLogger(RowDeleter.class);

  /** A longer list would only be parsed more slowly. */
  private static final int AT_ONCE = 2_000;

  private record Rows(long sequence, PublishedRows rows) {}

  /** Learns of each transaction whose rows are deleted. */
  interface Done {
    /** The rows are deleted, and afterwards the server had executed this GTID set. */
    void deleted(long sequence, @Nullable String executed);
  }

  /** After as many failures in a row, at a second each, a server that is away is shown as well. */
  private static final int PATIENCE = 10;

  private final OutboxStatus status;
  private final OutboxTable table;
  private final Supplier<@Nullable String> executed;
  private final Done done;
  private final ReentrantLock deleting = new ReentrantLock();
  private final Deque<Rows> pending = new ArrayDeque<>();
  private long pendingRows;
  private int failures;

  /**
   * Nothing to delete yet.
   *
   * @param status shown how many rows wait, and why they cannot be deleted
   * @param executed asks the server for the GTID set that it has executed; null without GTIDs
   * @param done told the transaction whose rows are deleted
   */
  RowDeleter(
      OutboxStatus status, OutboxTable table, Supplier<@Nullable String> executed, Done done) {
    this.status = status;
    this.table = table;
    this.executed = executed;
    this.done = done;
    status.undeleted(0);
    status.canDelete();
  }

  /** Has the rows of a transaction deleted some time. */
  void add(long sequence, PublishedRows rows) {
    synchronized (pending) {
      pending.add(new Rows(sequence, rows));
      pendingRows += rows.size();
      status.undeleted(pendingRows);
    }
  }

  /** Takes those rows out of a set that wait to be deleted. */
  void removePending(Set<RowKey> rows) {
    synchronized (pending) {
      for (Rows each : pending) {
        for (int i = 0; i < each.rows().size(); i++) {
          rows.remove(new RowKey(each.rows().position(i), each.rows().id(i)));
        }
      }
    }
  }

  /** How many rows wait. */
  long pending() {
    synchronized (pending) {
      return pendingRows;
    }
  }

  /**
   * Deletes all that waits now, and waits for what another thread is deleting.
   *
   * @throws dev.outbox.relay.outbox.SourceException if that does not work now
   */
  void deletePending() {
    while (deleteSome()) {
      // Another thread may take its turn in between.
    }
  }

  /**
   * Deletes some of what waits, in a statement or a few; waits for what another thread is deleting.
   *
   * @return whether there was anything to delete
   * @throws dev.outbox.relay.outbox.SourceException if that does not work now
   */
  boolean deleteSome() {
    deleting.lock();
    try {
      Rows next = first();
      if (next == null) {
        return false;
      }
      delete(next);
      failures = 0;
      status.canDelete();
      return true;
    } catch (SourceException e) {
      throw failed(e);
    } catch (RuntimeException e) {
      throw unforeseen(e);
    } finally {
      deleting.unlock();
    }
  }

  private SourceException failed(SourceException e) {
    failures++;
    if (e.state() == OutboxState.WAITING_FOR_DATABASE && failures < PATIENCE) {
      return e;
    }
    return shown(String.valueOf(e.getMessage()), e);
  }

  private SourceException unforeseen(RuntimeException e) {
    failures++;
    if (failures == 1) {
      log.error("Deleting rows of {} failed in a way that the relay does not know", table, e);
    }
    return shown("Not foreseen: %s. See the log, and report it".formatted(e), e);
  }

  private SourceException shown(String why, RuntimeException cause) {
    String error =
        "Published rows of %s cannot be deleted and stay in the table. %s".formatted(table, why);
    status.cannotDelete(error);
    return new SourceException(OutboxState.WAITING_TO_DELETE, error, cause);
  }

  private void delete(Rows next) {
    PublishedRows merged = next.rows();
    int transactions = 1;
    if (merged.size() < AT_ONCE) {
      merged = new PublishedRows(next.rows().outbox());
      transactions = merge(merged);
    }
    for (int from = 0; from < merged.size(); from += AT_ONCE) {
      table.delete(merged, from, Math.min(from + AT_ONCE, merged.size()));
    }
    String after = executed.get();
    for (int i = 0; i < transactions; i++) {
      done.deleted(removeFirst(), after);
    }
  }

  /** Puts small transactions together; returns how many. */
  private int merge(PublishedRows merged) {
    synchronized (pending) {
      int transactions = 0;
      for (Rows rows : pending) {
        if (transactions > 0 && merged.size() + rows.rows().size() > AT_ONCE) {
          break;
        }
        for (int i = 0; i < rows.rows().size(); i++) {
          merged.add(rows.rows().position(i), rows.rows().id(i));
        }
        transactions++;
      }
      return transactions;
    }
  }

  private @Nullable Rows first() {
    synchronized (pending) {
      return pending.peek();
    }
  }

  private long removeFirst() {
    synchronized (pending) {
      Rows rows = pending.remove();
      pendingRows -= rows.rows().size();
      status.undeleted(pendingRows);
      return rows.sequence();
    }
  }
}
