package dev.outbox.relay.worker;

import dev.outbox.relay.outbox.OutboxEvent;
import dev.outbox.relay.outbox.ParkedKey;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Many parked keys of one outbox, to be released or discarded. Used by the server's thread. */
final class ParkedLane {

  private static final Logger log = LoggerFactory.getLogger(ParkedLane.class);

  private final Lane lane;
  private final UnitPublisher publisher;

  ParkedLane(Lane lane, UnitPublisher publisher) {
    this.lane = lane;
    this.publisher = publisher;
  }

  /**
   * Has the events of these keys published, in order, before their live ones.
   *
   * @throws ParkedChangedException if one of them is not parked as given; then none is released
   */
  void release(List<ParkedKey> keys) throws InterruptedException {
    require(keys);
    keys.forEach(key -> lane.parked().remove(key.key()));
    publisher.forgetRefusals();
    lane.backToTable();
    // Their rows may be behind where the table is read, and later ones of the keys ahead.
    lane.endPass();
    publisher.writeProgress(keys.toArray(ParkedKey[]::new));
    lane.showParked();
    lane.showPhase();
  }

  /**
   * Removes the event that each of these keys is parked for, after it was kept elsewhere, and
   * releases the keys.
   *
   * @param keep given each event; if it throws, none is removed
   * @throws ParkedChangedException if one of them is not parked as given; then nothing is done
   */
  void discard(List<ParkedKey> keys, Consumer<OutboxEvent> keep) throws InterruptedException {
    require(keys);
    // What was published before a key was parked may still be in the table.
    publisher.writeAhead();
    lane.deleter().deletePending();
    List<OutboxEvent> kept = keep(keys, keep);
    for (OutboxEvent event : kept) {
      lane.table().delete(event);
      log.warn("Outbox {}: {} was discarded by an operator", lane.name(), event);
    }
    release(keys);
  }

  /** Payloads are in memory one after the other. */
  private List<OutboxEvent> keep(List<ParkedKey> keys, Consumer<OutboxEvent> keep) {
    Map<String, Set<String>> wanted = new HashMap<>();
    keys.forEach(
        key -> wanted.computeIfAbsent(key.eventId(), id -> new HashSet<>()).add(key.key()));
    List<OutboxEvent> kept = new ArrayList<>();
    lane.table()
        .parked()
        .forEach(
            wanted.keySet(),
            event -> {
              // The lowest row of an id, as when a single event is discarded.
              if (wanted.getOrDefault(event.id(), Set.of()).remove(event.aggregateId())) {
                keep.accept(event);
                kept.add(event.withoutPayload());
              }
            });
    return kept;
  }

  private void require(List<ParkedKey> keys) {
    for (ParkedKey key : keys) {
      if (!key.equals(lane.parked().get(key.key()))) {
        throw new ParkedChangedException(lane.name());
      }
    }
  }
}
