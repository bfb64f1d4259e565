package dev.outbox.relay.outbox;

import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * How one outbox fares, kept by those who do the work and read by API, health and metrics. Safe for
 * use by several threads. Changes of state are logged, repetitions are not.
 */
public final class OutboxStatus {

  private static final Logger log = LoggerFactory.getLogger(OutboxStatus.class);

  /**
   * State and error as one, so that readers never see one without the other.
   *
   * @param state how the outbox fares
   * @param error what was found and what to do; null if nothing is wrong
   */
  public record Condition(OutboxState state, @Nullable String error) {}

  private final Outbox outbox;
  private final AtomicLong published = new AtomicLong();
  private volatile Condition condition = new Condition(OutboxState.STARTING, null);
  private volatile @Nullable Backlog backlog;

  /** An outbox that was not tried yet. */
  public OutboxStatus(Outbox outbox) {
    this.outbox = outbox;
  }

  /** The last attempt worked. */
  public void running() {
    become(new Condition(OutboxState.RUNNING, null));
  }

  /** The last attempt failed: what the outbox waits for, what was found and what to do. */
  public void failing(OutboxState state, String error) {
    if (state == OutboxState.WAITING_FOR_DATABASE || state == OutboxState.WAITING_FOR_TABLE) {
      backlog = null;
    }
    become(new Condition(state, error));
  }

  /** Nobody works on the outbox any more. */
  public void stopped() {
    become(new Condition(OutboxState.STOPPED, null));
  }

  /** Kafka has acknowledged so many events more. */
  public void countPublished(int events) {
    published.addAndGet(events);
  }

  /** Sets what waits; null if that is not known now. */
  public void backlog(@Nullable Backlog current) {
    backlog = current;
  }

  /** What the status is about. */
  public Outbox outbox() {
    return outbox;
  }

  /** How the outbox fares. */
  public Condition condition() {
    return condition;
  }

  /** How much waited when last asked, at most seconds ago; empty if that is not known now. */
  public Optional<Backlog> backlog() {
    return Optional.ofNullable(backlog);
  }

  /** How many events Kafka has acknowledged since this process started. */
  public long published() {
    return published.get();
  }

  private synchronized void become(Condition next) {
    Condition previous = condition;
    condition = next;
    if (previous.state() == next.state()) {
      return;
    }
    if (next.error() == null) {
      log.info("Outbox {}: {}", outbox.name(), next.state());
    } else {
      log.warn("Outbox {}: {}. {}", outbox.name(), next.state(), next.error());
    }
  }
}
