package dev.outbox.starter.inbox;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.SmartLifecycle;

/** Work that is done again and again, by a thread of its own, while the application runs. */
final class BackgroundTask implements SmartLifecycle {

  private static final Logger log = LoggerFactory.getLogger(BackgroundTask.class);
  private static final Duration AFTER_FAILURE = Duration.ofSeconds(5);

  /** Fewer in a row are of the moment, such as a deadlock. */
  private static final int MAX_PASSING_FAILURES = 3;

  private static final Duration END = Duration.ofSeconds(10);

  private final String name;
  private final Duration afterFailure;
  private final Supplier<Duration> work;
  private @Nullable ScheduledExecutorService thread;
  private volatile int failures;
  private volatile String reason = "";

  /**
   * Makes one that starts with the application.
   *
   * @param name of the thread
   * @param work what to do; it returns how long to wait until the next time
   */
  BackgroundTask(String name, Supplier<Duration> work) {
    this(name, AFTER_FAILURE, work);
  }

  /** Makes one that waits for so long after a failure. */
  BackgroundTask(String name, Duration afterFailure, Supplier<Duration> work) {
    this.name = name;
    this.afterFailure = afterFailure;
    this.work = work;
  }

  @Override
  public synchronized void start() {
    ScheduledThreadPoolExecutor executor =
        new ScheduledThreadPoolExecutor(
            1,
            runnable -> {
              Thread daemon = new Thread(runnable, name);
              daemon.setDaemon(true);
              return daemon;
            });
    executor.setExecuteExistingDelayedTasksAfterShutdownPolicy(false);
    thread = executor;
    schedule(executor, Duration.ZERO);
  }

  private void schedule(ScheduledExecutorService executor, Duration delay) {
    if (!executor.isShutdown()) {
      var unused = executor.schedule(() -> run(executor), delay.toMillis(), TimeUnit.MILLISECONDS);
    }
  }

  private void run(ScheduledExecutorService executor) {
    Duration delay = afterFailure;
    try {
      delay = work.get();
      failures = 0;
    } catch (RuntimeException | Error e) {
      // After an error, too: else this would never be done again, and silently.
      failed(e);
    }
    synchronized (this) {
      schedule(executor, delay);
    }
  }

  @SuppressWarnings("NonAtomicVolatileUpdate") // One thread at a time does this.
  private void failed(Throwable failure) {
    reason = LogText.of(Faults.reason(failure));
    if (failures == 0) {
      log.warn("{}: this does not work now, and is tried again: {}", name, reason);
    }
    log.debug("{}: failed", name, failure);
    failures++;
  }

  String name() {
    return name;
  }

  /** Returns why the work fails; empty unless it has failed several times in a row. */
  Optional<String> failure() {
    return failures < MAX_PASSING_FAILURES ? Optional.empty() : Optional.of(reason);
  }

  /** Waits for what is being done, and does not interrupt it: that would look like a failure. */
  @Override
  public void stop() {
    ScheduledExecutorService stopping;
    synchronized (this) {
      stopping = thread;
      thread = null;
      if (stopping != null) {
        stopping.shutdown();
      }
    }
    if (stopping != null) {
      await(stopping);
    }
  }

  private static void await(ScheduledExecutorService stopping) {
    try {
      if (!stopping.awaitTermination(END.toSeconds(), TimeUnit.SECONDS)) {
        log.warn("What was being done in the background did not end in {}", END);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  @Override
  public synchronized boolean isRunning() {
    return thread != null;
  }
}
