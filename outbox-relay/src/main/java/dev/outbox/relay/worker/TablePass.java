package dev.outbox.relay.worker;

import java.time.Duration;

/**
 * One pass over a table, from its lowest row on, batch by batch. Rows that are published need not
 * be deleted before the pass is over, since it only goes up; so while there is a backlog deleting
 * need not hold up publishing. What is committed meanwhile at a lower position is read by the next
 * pass: therefore a pass ends after a while. Used by the server's thread.
 */
final class TablePass {

  /** A row that is committed late waits no longer than this because of a pass. */
  private static final long LONGEST = Duration.ofSeconds(5).toNanos();

  /** At the latest then its rows are deleted, which keeps progress small. */
  private static final long MOST_UNDELETED = OwnedServer.MOST_UNDELETED / 2;

  private long position;
  private long started;

  /** The position behind which to read; 0 at the start of a pass. */
  long position() {
    return position;
  }

  /** Whether a pass begins, so that what is published has to be deleted first. */
  boolean isStart() {
    return position == 0;
  }

  /** Begins a new pass if this one has lasted, or grown, enough. */
  void limit(long undeleted) {
    if (undeleted >= MOST_UNDELETED || System.nanoTime() - started > LONGEST) {
      restart();
    }
  }

  /** All rows up to a position were read, and there are more. */
  void readUpTo(long last) {
    if (position == 0) {
      started = System.nanoTime();
    }
    position = last;
  }

  /** The next batch is read from the lowest row on. */
  void restart() {
    position = 0;
  }
}
