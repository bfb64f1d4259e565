package dev.outbox.relay.worker;

import dev.outbox.relay.outbox.SourceException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Deletes what is published, off the publishing path, some times a second. While the publishing
 * thread is behind, rows wait: MySQL and this machine have better things to do then.
 */
final class DeleterThread implements AutoCloseable {

  private static final Logger log = LoggerFactory.getLogger(DeleterThread.class);

  /** Rows of as much time are deleted together, so that a trickle of events costs few commits. */
  private static final Duration PAUSE = Duration.ofMillis(100);

  private static final Duration PAUSE_AFTER_FAILURE = Duration.ofSeconds(1);

  /** More rows than this do not wait: half of what publishing would wait for. */
  private static final long MOST_WAITING = OwnedServer.MOST_UNDELETED / 2;

  private final List<Lane> lanes;
  private final BooleanSupplier behind;
  private final Thread thread;
  private final CountDownLatch closing = new CountDownLatch(1);

  /**
   * Starts.
   *
   * @param behind whether publishing is behind just now
   */
  DeleterThread(String server, List<Lane> lanes, BooleanSupplier behind) {
    this.lanes = List.copyOf(lanes);
    this.behind = behind;
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
    } catch (Throwable e) {
      log.error("{} died", thread.getName(), e);
      String error =
          "The thread that deletes published rows died: %s. See the log; restart the relay"
              .formatted(e);
      lanes.forEach(lane -> lane.status().cannotDelete(error));
    }
  }

  private boolean delete(Lane lane) {
    try {
      RowDeleter deleter = lane.deleter();
      while ((!behind.getAsBoolean() || deleter.pending() > MOST_WAITING)
          && closing.getCount() > 0
          && deleter.deleteSome()) {
        // Whether publishing is behind may change at any time.
      }
      return true;
    } catch (SourceException e) {
      log.debug("Published rows of {} cannot be deleted now", lane.name(), e);
      return false;
    }
  }
}
