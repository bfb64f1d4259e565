package dev.outbox.notification;

import dev.outbox.notification.Delivery.Round;
import dev.outbox.notification.Notifications.NotificationStored;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.SmartLifecycle;
import org.springframework.mail.javamail.JavaMailSenderImpl;
import org.springframework.stereotype.Component;
import org.springframework.transaction.event.TransactionalEventListener;

/**
 * The threads that send messages while the application runs: at once after the commit that stores
 * one, and from time to time what is due again or was left behind by a crash.
 */
@Component
class DeliveryThreads implements SmartLifecycle {

  private static final Logger log = LoggerFactory.getLogger(DeliveryThreads.class);
  private static final Duration FIRST_PAUSE = Duration.ofSeconds(1);
  private static final Duration LONGEST_PAUSE = Duration.ofSeconds(30);
  private static final Duration END = Duration.ofSeconds(12);

  private final Delivery delivery;
  private final JavaMailSenderImpl mail;
  private final MailComposer composer;
  private final DeliveryProperties properties;
  private final MailServer server;
  private final Semaphore stored = new Semaphore(0);
  private List<Thread> threads = List.of();
  private @Nullable StopSignal stop;

  DeliveryThreads(
      Delivery delivery,
      JavaMailSenderImpl mail,
      MailComposer composer,
      DeliveryProperties properties,
      MailServer server) {
    this.delivery = delivery;
    this.mail = mail;
    this.composer = composer;
    this.properties = properties;
    this.server = server;
  }

  @TransactionalEventListener
  void afterCommit(NotificationStored event) {
    if (stored.availablePermits() < properties.connections()) {
      stored.release();
    }
  }

  @Override
  public synchronized void start() {
    StopSignal signal = new StopSignal();
    stop = signal;
    threads =
        IntStream.rangeClosed(1, properties.connections())
            .mapToObj(number -> new Thread(() -> work(signal), "delivery-" + number))
            .toList();
    threads.forEach(
        thread -> {
          thread.setDaemon(true);
          thread.start();
        });
  }

  private void work(StopSignal stop) {
    Duration pause = FIRST_PAUSE;
    while (!stop.isSet()) {
      Round round = round(stop);
      if (round == Round.UNAVAILABLE) {
        stop.await(pause);
        pause = pause.multipliedBy(2);
        pause = pause.compareTo(LONGEST_PAUSE) < 0 ? pause : LONGEST_PAUSE;
      } else {
        pause = FIRST_PAUSE;
      }
      if (round == Round.IDLE) {
        awaitStored();
      }
    }
  }

  private Round round(StopSignal stop) {
    try (SmtpConnection connection = new SmtpConnection(mail, composer)) {
      Round round = delivery.send(connection, stop);
      server.works();
      return round;
    } catch (RuntimeException e) {
      log.warn("messages wait, the database cannot be used: {}", e.getMessage());
      log.debug("messages wait", e);
      return Round.UNAVAILABLE;
    } catch (Error e) {
      // What was claimed is due again when its lease ends.
      server.hasFailed(e);
      return Round.UNAVAILABLE;
    }
  }

  private void awaitStored() {
    try {
      if (stored.tryAcquire(properties.pollInterval().toNanos(), TimeUnit.NANOSECONDS)) {
        // What follows takes all that is there.
        stored.drainPermits();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** Waits for the messages in hand, and does not interrupt: that would look like a failure. */
  @Override
  public synchronized void stop() {
    if (stop == null) {
      return;
    }
    stop.set();
    stored.release(properties.connections());
    long deadline = System.nanoTime() + END.toNanos();
    try {
      for (Thread thread : threads) {
        thread.join(Math.max(1, (deadline - System.nanoTime()) / 1_000_000));
        if (thread.isAlive()) {
          log.warn("A message was still being sent at the end; it may be sent twice");
        }
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    stop = null;
  }

  @Override
  public synchronized boolean isRunning() {
    return stop != null;
  }
}
