package dev.outbox.relay.worker;

import dev.outbox.relay.binlog.LogQueue;
import dev.outbox.relay.database.OutboxTable;
import dev.outbox.relay.outbox.OutboxState;
import dev.outbox.relay.outbox.OutboxStatus;
import dev.outbox.relay.outbox.RelayMode;
import dev.outbox.relay.outbox.SourceException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Finds out now and then how much waits, so that whoever wants to know gets an answer at once, also
 * while the server is down. An outbox that follows the log is not asked: what waits is in the
 * queue, and looked at every second. Counting a large table takes the server a while: the sampler
 * spends at most a twentieth of its time on it.
 */
final class BacklogSampler {

  private static final Logger log = LoggerFactory.getLogger(BacklogSampler.class);

  private static final Duration PAUSE = Duration.ofSeconds(1);
  private static final int SPARING = 20;

  private final List<OutboxStatus> statuses;
  private final Map<String, OutboxTable> tables;
  private final LogQueue queue;
  private final Thread thread;
  private final CountDownLatch stopping = new CountDownLatch(1);

  BacklogSampler(
      String server, List<OutboxStatus> statuses, Map<String, OutboxTable> tables, LogQueue queue) {
    this.statuses = List.copyOf(statuses);
    this.tables = Map.copyOf(tables);
    this.queue = queue;
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
      long tablesAt = System.nanoTime();
      while (!stopping.await(PAUSE.toMillis(), TimeUnit.MILLISECONDS)) {
        statuses.stream().filter(BacklogSampler::followsLog).forEach(this::askQueue);
        long start = System.nanoTime();
        if (start - tablesAt >= 0) {
          statuses.stream().filter(BacklogSampler::readsTable).forEach(this::count);
          long end = System.nanoTime();
          tablesAt = end + SPARING * (end - start);
        }
      }
    } catch (InterruptedException e) {
      thread.interrupt();
    }
  }

  private static boolean followsLog(OutboxStatus status) {
    return status.isRunning() && status.outbox().mode() == RelayMode.BINLOG;
  }

  private static boolean readsTable(OutboxStatus status) {
    OutboxState state = status.condition().state();
    return state != OutboxState.STANDBY && state != OutboxState.STOPPED && !followsLog(status);
  }

  private void askQueue(OutboxStatus status) {
    status.backlog(queue.backlog(status.outbox().name()));
  }

  private void count(OutboxStatus status) {
    String name = status.outbox().name();
    OutboxTable table = tables.get(name);
    try {
      status.backlog(table == null ? null : table.backlog());
    } catch (SourceException e) {
      log.debug("The backlog of {} is not known now", name, e);
      status.backlog(null);
    }
  }
}
