package dev.outbox.relay.worker;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * Asks a server now and then how much waits in its outboxes, so that whoever wants to know gets an
 * answer at once, also while the server is down. Counting a large backlog takes the server a while:
 * the sampler spends at most a twentieth of its time on it.
 */
final class BacklogSampler {

  private static final Duration PAUSE = Duration.ofSeconds(1);
  private static final int SPARING = 20;

  private final List<OutboxRelay> relays;
  private final Thread thread;
  private final CountDownLatch stopping = new CountDownLatch(1);

  BacklogSampler(String server, List<OutboxRelay> relays) {
    this.relays = List.copyOf(relays);
    this.thread = new Thread(this::run, "backlog-" + server);
    this.thread.setDaemon(true);
  }

  void start() {
    thread.start();
  }

  void stop() {
    stopping.countDown();
    thread.interrupt();
  }

  private void run() {
    try {
      long pause = 0;
      while (!stopping.await(pause, TimeUnit.NANOSECONDS)) {
        long start = System.nanoTime();
        relays.forEach(OutboxRelay::sampleBacklog);
        pause = Math.max(PAUSE.toNanos(), SPARING * (System.nanoTime() - start));
      }
    } catch (InterruptedException e) {
      thread.interrupt();
    }
  }
}
