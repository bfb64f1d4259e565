package dev.outbox.relay.worker;

import dev.outbox.relay.outbox.SourceException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Deletes what is published, off the publishing path, some times a second. */
final class DeleterThread implements AutoCloseable {

  private static final Logger log = LoggerFactory.getLogger(DeleterThread.class);

  /** Rows of as much time are deleted together, so that a trickle of events costs few commits. */
  private static final Duration PAUSE = Duration.ofMillis(100);

  private static final Duration PAUSE_AFTER_FAILURE = Duration.ofSeconds(1);

  private final List<Lane> lanes;
  private final Thread thread;
  private final CountDownLatch closing = new CountDownLatch(1);

  DeleterThread(String server, List<Lane> lanes) {
    this.lanes = List.copyOf(lanes);
    this.thread = new Thread(this::run, "deleter-" + server);
    this.thread.setDaemon(true);
    thread.start();
  }

  /** Ends after the statement in hand. */
  @Override
  public void close() {
    closing.countDown();
    boolean interrupted = Thread.interrupted();
    try {
      thread.join(PAUSE_AFTER_FAILURE.toMillis());
    } catch (InterruptedException e) {
      interrupted = true;
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }

  private void run() {
    try {
      Duration pause = PAUSE;
      while (!closing.await(pause.toMillis(), TimeUnit.MILLISECONDS)) {
        pause = PAUSE;
        for (Lane lane : lanes) {
          if (!delete(lane)) {
            pause = PAUSE_AFTER_FAILURE;
          }
        }
      }
    } catch (InterruptedException e) {
      thread.interrupt();
    }
  }

  private static boolean delete(Lane lane) {
    try {
      lane.deleter().deletePending();
      return true;
    } catch (SourceException e) {
      log.debug("Published rows of {} cannot be deleted now", lane.name(), e);
      return false;
    } catch (RuntimeException e) {
      log.error("Published rows of {} cannot be deleted", lane.name(), e);
      return false;
    }
  }
}
