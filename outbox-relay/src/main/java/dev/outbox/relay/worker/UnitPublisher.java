package dev.outbox.relay.worker;

import dev.outbox.relay.outbox.OutboxState;
import dev.outbox.relay.outbox.ParkedKey;
import dev.outbox.relay.progress.OutboxProgress;
import dev.outbox.relay.progress.PublishedRows;
import dev.outbox.relay.publish.EventPublisher;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Publishes units together with their progress, and has the rows deleted that Kafka then has. With
 * at-least-once delivery events go ahead and their progress follows. Any failure of Kafka makes it
 * useless. Used by the server's thread.
 */
final class UnitPublisher {

  private static final Logger log = LoggerFactory.getLogger(UnitPublisher.class);

  /** How long events that are published at once may be ahead of their progress. */
  private static final long AT_ONCE_LAG = Duration.ofMillis(100).toNanos();

  private final ServerSetup setup;
  private final EventPublisher publisher;
  private final Ledger ledger;
  private final Map<String, Lane> lanes;
  private long written = System.nanoTime();
  private @Nullable Unit ahead;

  /**
   * Publishes for these outboxes.
   *
   * @param publisher has fenced all others
   */
  UnitPublisher(
      ServerSetup setup, EventPublisher publisher, Ledger ledger, Map<String, Lane> lanes) {
    this.setup = setup;
    this.publisher = publisher;
    this.ledger = ledger;
    this.lanes = lanes;
  }

  /** A unit to fill. */
  Unit unit() {
    return new Unit(publisher, ledger.partitions(), setup);
  }

  /** Looks at the topics and at what they refused anew: an operator has mended something. */
  void forgetRefusals() {
    publisher.forgetTopics();
    setup.refusedEvents().clear();
    setup.refusedTopics().clear();
  }

  /** Publishes a unit of the log; with at-least-once delivery its progress may follow later. */
  void publishSoon(Unit unit) throws InterruptedException {
    if (publisher.publishesAtOnce()) {
      publishAtOnce(unit);
    } else {
      publish(unit);
    }
  }

  /** Publishes a unit with its progress. */
  void publish(Unit unit) throws InterruptedException {
    if (publisher.publishesAtOnce()) {
      publishAtOnce(unit);
      writeAhead();
    } else {
      write(unit, List.of());
      count(unit);
    }
  }

  /** Writes the progress of what is ahead of it. */
  void writeAhead() throws InterruptedException {
    Unit unit = ahead;
    if (unit != null) {
      ahead = null;
      write(unit, List.of());
    }
  }

  /** Writes progress that has been due for a while. */
  void writeAheadIfDue() throws InterruptedException {
    if (sinceWritten() > AT_ONCE_LAG) {
      writeAhead();
    }
  }

  /** Writes progress without events. */
  void writeProgress(ParkedKey... released) throws InterruptedException {
    writeAhead();
    write(null, List.of(released));
  }

  /** How long ago progress was written, in nanoseconds. */
  long sinceWritten() {
    return System.nanoTime() - written;
  }

  private void publishAtOnce(Unit unit) throws InterruptedException {
    publisher.flush();
    count(unit);
    if (ahead == null) {
      ahead = unit;
    } else {
      ahead.absorb(unit);
    }
    if (ahead.size() >= setup.maxEvents()) {
      writeAhead();
    } else {
      writeAheadIfDue();
    }
  }

  private void write(@Nullable Unit unit, List<ParkedKey> released) throws InterruptedException {
    Map<String, OutboxProgress> outboxes = new LinkedHashMap<>();
    lanes.forEach((name, lane) -> outboxes.put(name, lane.progress()));
    List<PublishedRows> rows = unit == null ? List.of() : List.copyOf(unit.rows().values());
    List<ParkedKey> parked = unit == null ? List.of() : unit.parked();
    List<ProducerRecord<byte[], byte[]>> progress = ledger.write(rows, parked, released, outboxes);
    publisher.commit(progress, ledger.learnOffset());
    ledger.committed(parked, released);
    setup.counts().transaction();
    written = System.nanoTime();
    showThatKafkaIsBack();
    if (unit != null) {
      long sequence = ledger.next() - 1;
      unit.rows().forEach((lane, published) -> lane.deleter().add(sequence, published));
      unit.parked().forEach(this::tellParked);
    }
  }

  /** A commit may have been slow enough for the outboxes to be shown as waiting for it. */
  private void showThatKafkaIsBack() {
    for (Lane lane : lanes.values()) {
      if (lane.status().condition().state() == OutboxState.WAITING_FOR_KAFKA) {
        lane.showPhase();
      }
    }
  }

  private void count(Unit unit) {
    long now = setup.nowMicros();
    unit.rows().forEach((lane, rows) -> lane.status().countPublished(rows.size()));
    unit.eachLast(
        (lane, event) -> {
          lane.status().lag(Math.max(0, now - event.committedMicros()));
          lane.status().usedTopic(event.topic());
        });
  }

  private void tellParked(ParkedKey key) {
    log.warn("Outbox {}: the key '{}' is parked. {}", key.outbox(), key.key(), key.reason());
    Lane lane = lanes.get(key.outbox());
    if (lane != null) {
      lane.showParked();
    }
  }
}
