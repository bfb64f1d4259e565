package dev.outbox.starter.inbox;

import java.time.Duration;
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
  private static final Duration END = Duration.ofSeconds(10);

  private final String name;
  private final Supplier<Duration> work;
  private @Nullable ScheduledExecutorService thread;
  private boolean failing; // known to the thread alone

  /**
   * Makes one that starts with the application.
   *
   * @param name of the thread
   * @param work what to do; it returns how long to wait until the next time
   */
  BackgroundTask(String name, Supplier<Duration> work) {
    this.name = name;
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
    Duration delay = AFTER_FAILURE;
    try {
      delay = work.get();
      failing = false;
    } catch (RuntimeException e) {
      if (!failing) {
        log.warn("{}: this does not work now, and is tried again: {}", name, Faults.reason(e));
      }
      log.debug("{}: failed", name, e);
      failing = true;
    }
    synchronized (this) {
      schedule(executor, delay);
    }
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
