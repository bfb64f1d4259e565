package dev.outbox.relay.outbox;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongConsumer;
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
  private final Set<String> topics = ConcurrentHashMap.newKeySet();
  private final AtomicLong overlookedRows = new AtomicLong();
  private volatile @Nullable String overlooked;
  private volatile long lagMicros;
  private volatile LongConsumer lagListener = micros -> {};
  private volatile List<ParkedKey> parked = List.of();
  private volatile long undeletedRows;
  private volatile @Nullable String undeletable;

  /** An outbox that was not tried yet. */
  public OutboxStatus(Outbox outbox) {
    this.outbox = outbox;
  }

  /** What is there is published as it comes. */
  public void running() {
    become(new Condition(OutboxState.RUNNING, null));
  }

  /** The table is read until all in it is published. */
  public void catchingUp() {
    become(new Condition(OutboxState.CATCHING_UP, null));
  }

  /** An operator has paused the outbox. */
  public void paused() {
    become(new Condition(OutboxState.PAUSED, null));
  }

  /** Another relay does the work, or nobody does yet. */
  public void standby() {
    backlog = null;
    parked = List.of();
    undeletedRows = 0;
    canDelete();
    become(new Condition(OutboxState.STANDBY, null));
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

  /** How long the last event took from its commit to Kafka's acknowledgement, in microseconds. */
  public void lag(long micros) {
    lagMicros = micros;
    lagListener.accept(micros);
  }

  /** Has somebody told each lag from now on, in microseconds, by the thread that publishes. */
  public void onLag(LongConsumer listener) {
    lagListener = listener;
  }

  /** Events of the outbox went to this topic. */
  public void usedTopic(String topic) {
    topics.add(topic);
  }

  /** Topics that events of the outbox went to since this process started; perhaps not all. */
  public Set<String> topics() {
    return Set.copyOf(topics);
  }

  /** Rows were found in the table that the log did not bring; the message names the first. */
  public void overlooked(int rows, String message) {
    overlookedRows.addAndGet(rows);
    overlooked = message;
  }

  /** Returns how many rows the log did not bring since this process started. */
  public long overlookedRows() {
    return overlookedRows.get();
  }

  /** Returns what was last found in the table that the log did not bring. */
  public Optional<String> overlooked() {
    return Optional.ofNullable(overlooked);
  }

  /** Sets which keys are parked. */
  public void parked(List<ParkedKey> keys) {
    parked = List.copyOf(keys);
  }

  /** Sets how many published rows are not deleted yet. */
  public void undeleted(long rows) {
    undeletedRows = rows;
  }

  /** Published rows are deleted, as far as was tried. */
  public void canDelete() {
    if (undeletable != null) {
      change(() -> undeletable = null);
    }
  }

  /** Published rows cannot be deleted: what was found and what to do. */
  public void cannotDelete(String error) {
    change(() -> undeletable = error);
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
    Condition current = condition;
    String error = undeletable;
    return error != null && publishes(current.state())
        ? new Condition(OutboxState.WAITING_TO_DELETE, error)
        : current;
  }

  /** Returns whether what is there is published as it comes, whatever becomes of the rows. */
  public boolean isRunning() {
    return condition.state() == OutboxState.RUNNING;
  }

  /** How many published rows are not deleted yet; only while this relay owns the server. */
  public long undeletedRows() {
    return undeletedRows;
  }

  /** How much waited when last asked, at most seconds ago; empty if that is not known now. */
  public Optional<Backlog> backlog() {
    return Optional.ofNullable(backlog);
  }

  /**
   * How long the last event took from its commit to Kafka's acknowledgement, in microseconds, as
   * far as the clocks of MySQL and of the relay agree; 0 before the first.
   */
  public long lagMicros() {
    return lagMicros;
  }

  /** The keys that are parked; only while this relay owns the outbox's server. */
  public List<ParkedKey> parked() {
    return parked;
  }

  /** How many events Kafka has acknowledged since this process started. */
  public long published() {
    return published.get();
  }

  private static boolean publishes(OutboxState state) {
    return state == OutboxState.RUNNING || state == OutboxState.CATCHING_UP;
  }

  private void become(Condition next) {
    change(() -> condition = next);
  }

  private synchronized void change(Runnable change) {
    Condition previous = condition();
    change.run();
    Condition next = condition();
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
