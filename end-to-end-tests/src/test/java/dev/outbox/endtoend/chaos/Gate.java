package dev.outbox.endtoend.chaos;

import java.time.Duration;

/** Where writers wait while they are to pause. Safe for use by several threads. */
final class Gate {

  private final int writers;
  private boolean open = true;
  private boolean ended;
  private int waiting;

  Gate(int writers) {
    this.writers = writers;
  }

  /** Waits until the gate is open; returns false if all is over. */
  synchronized boolean pass() throws InterruptedException {
    waiting++;
    notifyAll();
    while (!open && !ended) {
      wait();
    }
    waiting--;
    return !ended;
  }

  /** Sleeps, but not while the others wait for this writer. */
  synchronized void sleep(Duration duration) throws InterruptedException {
    long end = System.nanoTime() + duration.toNanos();
    for (long left = duration.toMillis(); open && !ended && left > 0; ) {
      wait(left);
      left = (end - System.nanoTime()) / 1_000_000;
    }
  }

  /** Closes the gate and waits until all writers stand before it. */
  synchronized void close() throws InterruptedException {
    open = false;
    notifyAll();
    while (waiting < writers) {
      wait();
    }
  }

  synchronized void open() {
    open = true;
    notifyAll();
  }

  synchronized void end() {
    ended = true;
    notifyAll();
  }
}
