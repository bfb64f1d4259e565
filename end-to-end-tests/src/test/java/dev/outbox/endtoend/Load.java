package dev.outbox.endtoend;

import java.time.Duration;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Supplier;
import java.util.stream.IntStream;

/** Clients that place orders at once, and go on when a server does not answer. */
final class Load implements AutoCloseable {

  /** After an order that was not taken, so that a dead server does not use up all orders. */
  private static final Duration PAUSE = Duration.ofMillis(50);

  private final Supplier<String> place;
  private final int orders;
  private final Queue<String> accepted = new ConcurrentLinkedQueue<>();
  private final AtomicInteger left;
  private final ExecutorService clients;
  private final List<? extends Future<?>> running;

  /**
   * Starts the clients.
   *
   * @param place places an order and returns its id
   * @param orders how many, unless they are stopped before
   */
  Load(Supplier<String> place, int orders, int clientCount) {
    this.place = place;
    this.orders = orders;
    this.left = new AtomicInteger(orders);
    this.clients = Executors.newFixedThreadPool(clientCount);
    this.running =
        IntStream.range(0, clientCount).mapToObj(client -> clients.submit(this::run)).toList();
  }

  private void run() {
    while (left.getAndDecrement() > 0) {
      try {
        accepted.add(place.get());
      } catch (RuntimeException | AssertionError e) {
        LockSupport.parkNanos(PAUSE.toNanos());
      }
    }
  }

  /** How many orders the clients have tried to place. */
  int tried() {
    return orders - Math.max(left.get(), 0);
  }

  /** The orders that were answered with 201. */
  Queue<String> accepted() {
    return accepted;
  }

  /** Lets the clients finish what they are at. */
  void stop() {
    left.set(0);
  }

  /** Waits until the clients are done. */
  void join() throws Exception {
    for (var client : running) {
      client.get();
    }
  }

  @Override
  public void close() {
    clients.shutdownNow();
  }
}
