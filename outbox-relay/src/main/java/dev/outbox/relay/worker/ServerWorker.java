package dev.outbox.relay.worker;

import dev.outbox.relay.outbox.OutboxState;
import dev.outbox.relay.outbox.OutboxStatus;
import dev.outbox.relay.publish.EventPublisher;
import java.time.Duration;
import java.util.List;
import java.util.PriorityQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The loop of one database server: a thread that takes the server's outboxes in turn, the one that
 * has waited longest first. It is the only one that publishes for the server.
 */
final class ServerWorker {

  private static final Logger log = LoggerFactory.getLogger(ServerWorker.class);

  private record Turn(long dueNanos, OutboxRelay relay) {}

  private final List<OutboxRelay> relays;
  private final EventPublisher publisher;
  private final Thread thread;
  private final CountDownLatch stopping = new CountDownLatch(1);

  ServerWorker(String server, List<OutboxRelay> relays, EventPublisher publisher) {
    this.relays = List.copyOf(relays);
    this.publisher = publisher;
    this.thread = new Thread(this::run, "outboxes-" + server);
    // A hanging connection must not keep the process alive.
    this.thread.setDaemon(true);
  }

  void start() {
    thread.start();
  }

  /** Asks the loop to end after the batch in hand. */
  void stop() {
    stopping.countDown();
  }

  /** Ends the loop without finishing the batch in hand, which stays in the outbox. */
  void abandon() {
    thread.interrupt();
  }

  /** Whether the loop has ended within the time. */
  boolean awaitEnd(Duration limit) throws InterruptedException {
    thread.join(Math.max(1, limit.toMillis()));
    return !thread.isAlive();
  }

  private void run() {
    try {
      loop();
      statuses().forEach(OutboxStatus::stopped);
    } catch (InterruptedException e) {
      log.debug("{} ends with a batch in hand; it stays in the outbox", thread.getName(), e);
      statuses().forEach(OutboxStatus::stopped);
    } catch (Throwable e) {
      log.error("{} died", thread.getName(), e);
      String message = "The relay's thread died: %s. See the log; restart the relay".formatted(e);
      statuses().forEach(status -> status.failing(OutboxState.BLOCKED, message));
    } finally {
      publisher.close();
    }
  }

  private void loop() throws InterruptedException {
    PriorityQueue<Turn> turns =
        new PriorityQueue<>((a, b) -> Long.signum(a.dueNanos() - b.dueNanos()));
    relays.forEach(relay -> turns.add(new Turn(System.nanoTime(), relay)));
    while (true) {
      Turn turn = turns.remove();
      if (stopping.await(turn.dueNanos() - System.nanoTime(), TimeUnit.NANOSECONDS)) {
        return;
      }
      Duration pause = turn.relay().move(publisher, this::stalled);
      turns.add(new Turn(System.nanoTime() + pause.toNanos(), turn.relay()));
    }
  }

  /** Kafka is the same for all outboxes: those that wait for their turn wait for Kafka too. */
  private void stalled(String why) {
    statuses().forEach(status -> status.failing(OutboxState.WAITING_FOR_KAFKA, why));
  }

  private List<OutboxStatus> statuses() {
    return relays.stream().map(OutboxRelay::status).toList();
  }
}
