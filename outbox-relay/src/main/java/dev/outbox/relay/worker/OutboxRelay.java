package dev.outbox.relay.worker;

import dev.outbox.relay.outbox.Batch;
import dev.outbox.relay.outbox.OutboxEvent;
import dev.outbox.relay.outbox.OutboxSource;
import dev.outbox.relay.outbox.OutboxState;
import dev.outbox.relay.outbox.OutboxStatus;
import dev.outbox.relay.outbox.SourceException;
import dev.outbox.relay.publish.EventPublisher;
import dev.outbox.relay.publish.PublishResult;
import java.time.Duration;
import java.util.List;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Moves the events of one outbox, a batch at a time: read, publish, and remove what Kafka has
 * before anything else is read. A crash between the last two publishes again; it never loses.
 */
public final class OutboxRelay {

  private static final Logger log = LoggerFactory.getLogger(OutboxRelay.class);

  private static final Duration FIRST_IDLE_PAUSE = Duration.ofMillis(1);
  private static final Duration FIRST_ERROR_PAUSE = Duration.ofMillis(100);

  private final OutboxSource source;
  private final OutboxStatus status;
  private final BackOff idle;
  private final BackOff trouble;

  /**
   * @param idleCeiling the longest pause while there is nothing to publish
   * @param errorCeiling the longest pause after a failure
   */
  public OutboxRelay(
      OutboxSource source, OutboxStatus status, Duration idleCeiling, Duration errorCeiling) {
    this.source = source;
    this.status = status;
    this.idle = new BackOff(FIRST_IDLE_PAUSE, idleCeiling);
    this.trouble = new BackOff(FIRST_ERROR_PAUSE, errorCeiling);
  }

  OutboxStatus status() {
    return status;
  }

  /**
   * Moves one batch, if there is one.
   *
   * @param stalled told while Kafka does not answer
   * @return how long to wait before the next batch
   * @throws InterruptedException if the thread was interrupted; what was sent stays in the outbox
   */
  Duration move(EventPublisher publisher, Consumer<String> stalled) throws InterruptedException {
    try {
      Batch batch = source.read();
      if (!batch.events().isEmpty()) {
        return publish(batch, publisher, stalled);
      }
      status.running();
      trouble.reset();
      return idle.next();
    } catch (SourceException e) {
      log.debug("Outbox {}", name(), e);
      status.failing(e.state(), String.valueOf(e.getMessage()));
      return trouble.next();
    } catch (RuntimeException e) {
      log.error("Outbox {} failed in a way that the relay does not know", name(), e);
      status.failing(
          OutboxState.BLOCKED, "Not foreseen: %s. See the log, and report it".formatted(e));
      return trouble.next();
    }
  }

  /** Finds out how much waits; any thread may ask. */
  void sampleBacklog() {
    try {
      status.backlog(source.backlog());
    } catch (SourceException e) {
      log.debug("The backlog of {} is not known now", name(), e);
      status.backlog(null);
    }
  }

  private Duration publish(Batch batch, EventPublisher publisher, Consumer<String> stalled)
      throws InterruptedException {
    List<OutboxEvent> events = batch.events();
    // An event that the broker refused goes alone, so that nothing overtakes it again and again.
    boolean alone = status.condition().state() == OutboxState.BLOCKED;
    List<OutboxEvent> sent = alone ? events.subList(0, 1) : events;
    PublishResult result = publisher.publish(sent, status.outbox().source(), stalled);
    if (result.acknowledged() > 0) {
      status.countPublished(result.acknowledged());
      source.remove(sent.subList(0, result.acknowledged()));
      trouble.reset();
      idle.reset();
    }
    PublishResult.Failure failure = result.failure();
    if (failure != null) {
      status.failing(failure.state(), failure.message());
      return trouble.next();
    }
    status.running();
    return batch.more() || alone ? Duration.ZERO : idle.next();
  }

  private String name() {
    return status.outbox().name();
  }
}
