package dev.outbox.relay.worker;

import dev.outbox.relay.outbox.OutboxEvent;
import dev.outbox.relay.outbox.OutboxState;
import dev.outbox.relay.outbox.ParkedKey;
import dev.outbox.relay.progress.PublishedRows;
import dev.outbox.relay.progress.RowKey;
import dev.outbox.relay.publish.EventPublisher;
import dev.outbox.relay.publish.EventTopic;
import dev.outbox.relay.publish.Outgoing;
import dev.outbox.relay.publish.PublishException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.function.BiConsumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What one Kafka transaction publishes: events, which are sent as they are added, so that a large
 * transaction takes little memory; and the keys that are parked because one of their events cannot
 * be published. Used by the server's thread.
 */
final class Unit {

  /** A later event of a blocked outbox must not overtake an earlier one. */
  private final Map<Lane, PublishException> blocked = new HashMap<>();

  private static final Logger log = LoggerFactory.getLogger(Unit.class);

  private final EventPublisher publisher;
  private final Map<String, Integer> partitions;
  private final ServerSetup setup;
  private final Map<String, EventTopic> topics = new HashMap<>();
  private final Map<Lane, OutboxEvent> last = new HashMap<>();
  private final Map<Lane, PublishedRows> rows = new LinkedHashMap<>();
  private final List<ParkedKey> parked = new ArrayList<>();
  private long bytes;
  private int size;

  /**
   * Nothing yet.
   *
   * @param partitions how many partitions each topic has had so far; completed here
   * @param setup knows what Kafka has refused before
   */
  Unit(EventPublisher publisher, Map<String, Integer> partitions, ServerSetup setup) {
    this.publisher = publisher;
    this.partitions = partitions;
    this.setup = setup;
  }

  /**
   * Sends an event, unless its key is parked or its outbox is blocked; parks or blocks if it cannot
   * be published.
   *
   * @throws PublishException if Kafka is away, or refuses what was sent before
   */
  void add(Lane lane, OutboxEvent event) throws InterruptedException {
    bytes += event.weight();
    if (blocked.containsKey(lane) || lane.parked().containsKey(event.aggregateId())) {
      return;
    }
    UUID id;
    Outgoing outgoing;
    try {
      id = publishableId(event);
      outgoing = publisher.prepare(event, lane.outbox().source(), topic(lane, event));
    } catch (PublishException e) {
      switch (e.scope()) {
        case EVENT -> park(lane, event, String.valueOf(e.getMessage()));
        case TOPIC -> blocked.put(lane, e);
        case KAFKA -> throw e;
      }
      return;
    } catch (RuntimeException e) {
      log.error("Outbox {}: {} cannot be made a record", lane.name(), event, e);
      park(
          lane,
          event,
          "Unexpected: %s. Please report what the log says; discard the event, or correct the row and release the key"
              .formatted(e));
      return;
    }
    publisher.send(outgoing);
    size++;
    last.put(lane, event);
    rows(lane).add(event.position(), id);
  }

  /** How many events were sent. */
  int size() {
    return size;
  }

  /** Roughly how much memory the events take that were offered, also those that were not added. */
  long bytes() {
    return bytes;
  }

  Map<Lane, PublishedRows> rows() {
    return rows;
  }

  List<ParkedKey> parked() {
    return parked;
  }

  Map<Lane, PublishException> blocked() {
    return blocked;
  }

  /** The rows of one outbox. */
  Set<RowKey> keys(Lane lane) {
    PublishedRows published = rows.get(lane);
    return published == null ? Set.of() : published.keys();
  }

  private PublishedRows rows(Lane lane) {
    return rows.computeIfAbsent(lane, key -> new PublishedRows(lane.name()));
  }

  /** Adds what another unit has published after this one. */
  void absorb(Unit later) {
    later.rows.forEach(
        (lane, published) -> {
          PublishedRows mine = rows(lane);
          for (int i = 0; i < published.size(); i++) {
            mine.add(published.position(i), published.id(i));
          }
        });
    parked.addAll(later.parked);
    size += later.size();
  }

  /** Gives the last event of each outbox. */
  void eachLast(BiConsumer<Lane, OutboxEvent> consumer) {
    last.forEach(consumer);
  }

  /** Whether there is nothing to write. */
  boolean isEmpty() {
    return size == 0 && parked.isEmpty();
  }

  /**
   * Has blocked outboxes read their tables later: their topics cannot be written now.
   *
   * @return whether there are any
   */
  boolean sendBlockedBack() {
    blocked.forEach(
        (lane, problem) -> {
          lane.backToTable();
          lane.failing(OutboxState.BLOCKED, String.valueOf(problem.getMessage()));
        });
    return !blocked.isEmpty();
  }

  private UUID publishableId(OutboxEvent event) {
    if (event.fault() != null) {
      throw EventPublisher.refuse(event, event.fault());
    }
    String refused = setup.refusedEvents().isEmpty() ? null : setup.refusedEvents().get(event.id());
    if (refused != null) {
      throw EventPublisher.refuse(event, refused);
    }
    UUID id = event.uuid();
    if (id == null) {
      throw EventPublisher.refuse(
          event,
          "The id '%s' is not a UUID in its usual form, in lower case, as published rows are remembered by it; discard the event, or correct the row and release the key"
              .formatted(event.id()));
    }
    return id;
  }

  private EventTopic topic(Lane lane, OutboxEvent event) throws InterruptedException {
    EventTopic topic = topics.get(event.aggregateType());
    if (topic == null) {
      topic = look(lane, event);
      topics.put(event.aggregateType(), topic);
    }
    return topic;
  }

  private EventTopic look(Lane lane, OutboxEvent event) throws InterruptedException {
    String name = event.topic();
    ServerSetup.RefusedTopic refused = setup.refusedTopics().get(name);
    if (refused != null && System.nanoTime() < refused.untilNanos()) {
      throw EventPublisher.refuseTopic(event, refused.message());
    }
    EventTopic topic = publisher.topic(event);
    int now = topic.partitions();
    Integer earlier = partitions.putIfAbsent(name, now);
    int before = earlier == null ? now : earlier;
    if (before != now) {
      lane.changedTopics().add(name);
      throw EventPublisher.refuseTopic(
          event,
          ("The topic %s has %d partitions and had %d: later events of a key could overtake earlier"
                  + " ones. Let consumers finish what is there, then resume the outbox")
              .formatted(name, now, before));
    }
    return topic;
  }

  private void park(Lane lane, OutboxEvent event, String reason) {
    ParkedKey key =
        new ParkedKey(
            lane.name(), event.aggregateId(), event.id(), reason, setup.clock().instant());
    lane.parked().put(key.key(), key);
    parked.add(key);
  }
}
