package dev.outbox.benchmarks.testbed;

import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;

/**
 * Times that are fixed beforehand, a second after the schedule is made and on, however long what is
 * due takes: those who are late do not make the load lighter. Shared by several workers.
 */
public final class Schedule {

  private final long start = System.nanoTime() + 1_000_000_000L;
  private final int rate;
  private final int count;
  private final AtomicInteger next = new AtomicInteger();

  /**
   * Makes one.
   *
   * @param rate how often a second
   * @param count how often
   */
  public Schedule(int rate, int count) {
    this.rate = rate;
    this.count = count;
  }

  /** The number of what is to be done next, from 0 on; negative if nothing is left. */
  public int take() {
    int taken = next.getAndIncrement();
    return taken < count ? taken : -1;
  }

  /** Waits until it is due; returns when that is or was, by {@link System#nanoTime}. */
  public long await(int number) {
    long due = start + number * 1_000_000_000L / rate;
    for (long left = due - System.nanoTime(); left > 0; left = due - System.nanoTime()) {
      LockSupport.parkNanos(left);
    }
    return due;
  }
}
