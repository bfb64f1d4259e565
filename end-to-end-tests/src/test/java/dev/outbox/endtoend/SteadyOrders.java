package dev.outbox.endtoend;

import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;

/** A client that places some ten orders a second, for one piece each, until it is stopped. */
final class SteadyOrders {

  private final AtomicInteger placed = new AtomicInteger();
  private final ExecutorService thread = Executors.newSingleThreadExecutor();
  private final Future<?> running;
  private volatile boolean stopped;

  /** Starts the client. */
  SteadyOrders(SagaSystem system, String sku) {
    running =
        thread.submit(
            () -> {
              while (!stopped) {
                system.place(sku, 1);
                placed.incrementAndGet();
                LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(100));
              }
            });
  }

  /** How many orders were taken. */
  int placed() {
    return placed.get();
  }

  /** Ends the client; fails if an order was not taken. */
  void stop() throws Exception {
    stopped = true;
    thread.shutdown();
    running.get();
  }
}
