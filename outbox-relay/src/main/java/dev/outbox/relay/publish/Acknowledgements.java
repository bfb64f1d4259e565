package dev.outbox.relay.publish;

import java.time.Duration;
import java.util.BitSet;
import org.apache.kafka.clients.producer.Callback;
import org.apache.kafka.common.errors.TimeoutException;
import org.jspecify.annotations.Nullable;

/**
 * What became of the events of one batch. Kafka's network thread reports, the publishing thread
 * waits.
 */
final class Acknowledgements {

  private final BitSet pending = new BitSet();
  private int firstFailed = Integer.MAX_VALUE;
  private @Nullable Exception failure;
  private boolean rejected;

  /** To be called by Kafka when it is known what became of the event at this place. */
  synchronized Callback expect(int index) {
    pending.set(index);
    return (metadata, exception) -> complete(index, exception);
  }

  /** The event at this place was not given to the producer. */
  synchronized void fail(int index, Exception exception) {
    if (index < firstFailed) {
      firstFailed = index;
      failure = exception;
    }
  }

  synchronized boolean failed() {
    return failure != null;
  }

  /** Whether the producer failed with an event that it was given. */
  synchronized boolean rejected() {
    return rejected;
  }

  /** Why the first event that failed did so; null if none failed. */
  synchronized @Nullable Exception failure() {
    return failure;
  }

  /** The place of the first event that failed. */
  synchronized int firstFailed() {
    return firstFailed;
  }

  /** How many events' fate is not known. */
  synchronized int pending() {
    return pending.cardinality();
  }

  /** Takes the events whose fate is not known as failed. */
  synchronized void giveUp() {
    if (!pending.isEmpty()) {
      rejected = true;
      fail(pending.nextSetBit(0), new TimeoutException("no acknowledgement"));
    }
  }

  /** Waits until the fate of every event is known. */
  synchronized boolean awaitAll(Duration limit) throws InterruptedException {
    long deadline = System.nanoTime() + limit.toNanos();
    while (!pending.isEmpty()) {
      long millis = (deadline - System.nanoTime()) / 1_000_000;
      if (millis <= 0) {
        return false;
      }
      wait(millis);
    }
    return true;
  }

  private synchronized void complete(int index, @Nullable Exception exception) {
    pending.clear(index);
    if (exception != null) {
      rejected = true;
      fail(index, exception);
    }
    if (pending.isEmpty()) {
      notifyAll();
    }
  }
}
