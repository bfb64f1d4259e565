package dev.outbox.relay.worker;

import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * Commands of operators on their way to a server's thread. What is answered after too long a wait
 * is true: a command either never starts, or it is said to be running. Safe for use by several
 * threads.
 */
final class Commands {

  private final Duration patience;
  private final Runnable wake;
  private final ConcurrentLinkedQueue<Command<?>> waiting = new ConcurrentLinkedQueue<>();

  /**
   * None yet.
   *
   * @param patience how long a caller waits
   * @param wake called when there is a command
   */
  Commands(Duration patience, Runnable wake) {
    this.patience = patience;
    this.wake = wake;
  }

  /** Starts at most once, and never after it was withdrawn. */
  private static final class Command<T> extends FutureTask<T> {

    private final AtomicBoolean decided = new AtomicBoolean();

    Command(Callable<T> work) {
      super(work);
    }

    @Override
    public void run() {
      if (decided.compareAndSet(false, true)) {
        super.run();
      }
    }

    /** Returns whether it will never start. */
    boolean withdraw() {
      return decided.compareAndSet(false, true);
    }
  }

  /**
   * Has something done by the thread that calls {@link #run}.
   *
   * @throws UnansweredException if it is not done in time
   */
  <T> T call(Callable<T> work) throws InterruptedException {
    Command<T> command = new Command<>(work);
    waiting.add(command);
    wake.run();
    try {
      return command.get(patience.toMillis(), TimeUnit.MILLISECONDS);
    } catch (ExecutionException e) {
      if (e.getCause() instanceof RuntimeException failure) {
        throw failure;
      }
      throw new IllegalStateException(e.getCause());
    } catch (TimeoutException e) {
      throw new UnansweredException(patience, !command.withdraw());
    } catch (InterruptedException e) {
      command.withdraw();
      throw e;
    }
  }

  /** Runs what waits. */
  void run() {
    for (Command<?> command = waiting.poll(); command != null; command = waiting.poll()) {
      command.run();
    }
  }
}
