package dev.outbox.relay.worker;

import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;

/** What other threads want done by a server's thread. Safe for use by several threads. */
final class Commands {

  private final ConcurrentLinkedQueue<FutureTask<?>> waiting = new ConcurrentLinkedQueue<>();
  private final Duration patience;
  private final Runnable wake;

  /**
   * None yet.
   *
   * @param patience how long callers wait for an answer
   * @param wake called when there is something to do
   */
  Commands(Duration patience, Runnable wake) {
    this.patience = patience;
    this.wake = wake;
  }

  /**
   * Has something done by the server's thread and waits for it.
   *
   * @throws IllegalStateException if it takes too long; the message says whether it was begun
   */
  <T> T call(Callable<T> command) throws InterruptedException {
    AtomicBoolean settled = new AtomicBoolean();
    FutureTask<T> task =
        new FutureTask<>(
            () -> {
              if (settled.getAndSet(true)) {
                throw new CancellationException();
              }
              return command.call();
            });
    waiting.add(task);
    wake.run();
    try {
      return task.get(patience.toMillis(), TimeUnit.MILLISECONDS);
    } catch (ExecutionException e) {
      if (e.getCause() instanceof RuntimeException failure) {
        throw failure;
      }
      throw new IllegalStateException(e.getCause());
    } catch (TimeoutException e) {
      boolean begun = settled.getAndSet(true);
      throw new IllegalStateException(
          begun
              ? "The server's thread has begun this and not ended it yet; see GET /api/outboxes"
                  + " before you try again"
              : "The server's thread is busy; nothing was changed, try again",
          e);
    } catch (InterruptedException e) {
      settled.set(true);
      throw e;
    }
  }

  /** Does what is waiting; called by the server's thread. */
  void run() {
    for (FutureTask<?> task = waiting.poll(); task != null; task = waiting.poll()) {
      task.run();
    }
  }
}
