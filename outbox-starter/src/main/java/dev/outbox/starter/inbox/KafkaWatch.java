package dev.outbox.starter.inbox;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.SmartLifecycle;

/**
 * Says in a line when Kafka is away or refuses, again once a minute, and when it is back. Left to
 * themselves, the binder and Kafka's clients would say so every second, and with stack traces (see
 * {@link SpringCloudStreamDefaults}, which silences them).
 */
final class KafkaWatch implements SmartLifecycle {

  private static final Logger log = LoggerFactory.getLogger(KafkaWatch.class);
  private static final Duration REMINDER = Duration.ofMinutes(1);
  private static final long PERIOD_SECONDS = 5;

  private final Supplier<@Nullable String> problem;
  private final List<String> brokers;
  private final Clock clock;
  private @Nullable Instant said;
  private @Nullable ScheduledExecutorService thread;

  /**
   * @param problem why nothing can be consumed at the moment; null if all is well
   */
  KafkaWatch(Supplier<@Nullable String> problem, List<String> brokers, Clock clock) {
    this.problem = problem;
    this.brokers = brokers;
    this.clock = clock;
  }

  /** Called by one thread at a time. */
  void look() {
    @Nullable String found = problem.get();
    Instant now = clock.instant();
    if (found == null) {
      if (said != null) {
        log.info("Kafka at {} is back", brokers);
        said = null;
      }
    } else if (said == null || !now.isBefore(said.plus(REMINDER))) {
      log.warn(
          "Kafka at {} gives no events now; requests are served meanwhile: {}",
          brokers,
          LogText.of(found));
      said = now;
    }
  }

  @Override
  public synchronized void start() {
    ScheduledExecutorService executor =
        Executors.newSingleThreadScheduledExecutor(
            work -> {
              Thread daemon = new Thread(work, "kafka-watch");
              daemon.setDaemon(true);
              return daemon;
            });
    var unused =
        executor.scheduleWithFixedDelay(
            this::lookSafely, PERIOD_SECONDS, PERIOD_SECONDS, TimeUnit.SECONDS);
    thread = executor;
  }

  /** An exception or an error would end the watch. */
  private void lookSafely() {
    try {
      look();
    } catch (RuntimeException | Error e) {
      log.debug("Kafka's state is not known", e);
    }
  }

  @Override
  public synchronized void stop() {
    if (thread != null) {
      thread.shutdownNow();
      thread = null;
    }
  }

  @Override
  public synchronized boolean isRunning() {
    return thread != null;
  }
}
