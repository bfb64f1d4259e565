package dev.outbox.relay.binlog;

import dev.outbox.relay.outbox.Backlog;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayDeque;
import java.util.Deque;
import org.jspecify.annotations.Nullable;

/**
 * Between the thread that reads the log and the one that publishes: bounded by memory, so that a
 * backlog of any size waits in MySQL. Also where the publishing thread waits for whatever comes
 * next. Safe for use by several threads.
 */
public final class LogQueue {

  private final long capacity;
  private final Deque<LogPart> parts = new ArrayDeque<>();
  private long weight;
  private @Nullable Object reader;
  private @Nullable Throwable failure;
  private boolean woken;

  /**
   * An empty queue.
   *
   * @param capacity how many bytes of events may wait
   */
  public LogQueue(long capacity) {
    this.capacity = capacity;
  }

  /** Takes parts from this reader only, and forgets all that an earlier one has put. */
  synchronized void open(Object newReader) {
    parts.clear();
    weight = 0;
    failure = null;
    reader = newReader;
    notifyAll();
  }

  /** Waits while the queue is full. Does nothing for a reader that was replaced. */
  synchronized void put(Object from, LogPart part) throws InterruptedException {
    while (from == reader && weight >= capacity) {
      wait();
    }
    if (from == reader) {
      parts.add(part);
      weight += part.weight();
      notifyAll();
    }
  }

  /** The reader has ended; what it has put before is still given out. */
  synchronized void fail(Object from, Throwable cause) {
    if (from == reader && failure == null) {
      failure = cause;
      notifyAll();
    }
  }

  /** Drops everything. */
  public synchronized void close() {
    open(new Object());
  }

  /** The next part; null if there is none now. */
  public synchronized @Nullable LogPart poll() {
    LogPart part = parts.poll();
    if (part != null) {
      boolean full = weight >= capacity;
      weight -= part.weight();
      if (full) {
        notifyAll();
      }
    }
    return part;
  }

  /** Why nothing more comes, once all that came before was taken; else null. */
  public synchronized @Nullable Throwable failure() {
    return parts.isEmpty() ? failure : null;
  }

  /** Whether nothing waits. */
  public synchronized boolean isEmpty() {
    return parts.isEmpty();
  }

  /** What waits of one outbox; ages by this machine's clock. */
  public synchronized Backlog backlog(String outbox) {
    long events = 0;
    long oldestMicros = Long.MAX_VALUE;
    for (LogPart part : parts) {
      for (LoggedEvent logged : part.events()) {
        if (logged.outbox().equals(outbox)) {
          events++;
          oldestMicros = Math.min(oldestMicros, logged.event().committedMicros());
        }
      }
    }
    long nowMicros = ChronoUnit.MICROS.between(Instant.EPOCH, Instant.now());
    return new Backlog(
        events,
        events == 0
            ? Duration.ZERO
            : Duration.of(Math.max(0, nowMicros - oldestMicros), ChronoUnit.MICROS));
  }

  /** Waits until there is a part, a failure, or somebody calls {@link #wake}. */
  public synchronized void await(long nanos) throws InterruptedException {
    long deadline = System.nanoTime() + nanos;
    while (parts.isEmpty() && failure == null && !woken) {
      long left = deadline - System.nanoTime();
      if (left <= 0) {
        return;
      }
      wait(left / 1_000_000, (int) (left % 1_000_000));
    }
    woken = false;
  }

  /** Ends a wait, or the next one. */
  public synchronized void wake() {
    woken = true;
    notifyAll();
  }
}
