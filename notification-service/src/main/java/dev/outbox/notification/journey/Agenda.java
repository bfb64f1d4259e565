package dev.outbox.notification.journey;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.apache.kafka.streams.KeyValue;
import org.apache.kafka.streams.state.KeyValueIterator;
import org.apache.kafka.streams.state.KeyValueStore;
import org.apache.kafka.streams.state.ReadOnlyKeyValueStore;

/**
 * What journeys wait for and when they last moved: an entry for each, in the order of time, so that
 * neither checks nor queries have to look at all of them. The keys are {@code
 * STALLED/001764115200000/ORDER-ID}, the values order ids.
 */
final class Agenda {

  private Agenda() {}

  static void add(KeyValueStore<String, String> agenda, Journey journey) {
    agenda.put(key(journey), journey.orderId());
  }

  static void remove(KeyValueStore<String, String> agenda, Journey journey) {
    agenda.delete(key(journey));
  }

  /** The orders whose journeys have not moved since a time, that which waits longest first. */
  static List<String> notMovedSince(
      ReadOnlyKeyValueStore<String, String> agenda, Waiting waiting, Instant time, int limit) {
    List<String> orders = new ArrayList<>();
    // Without an order id: whoever moved in that very millisecond comes after it.
    try (KeyValueIterator<String, String> entries =
        agenda.range(prefix(waiting, Instant.EPOCH), prefix(waiting, time.plusMillis(1)))) {
      while (entries.hasNext() && orders.size() < limit) {
        KeyValue<String, String> entry = entries.next();
        orders.add(entry.value);
      }
    }
    return orders;
  }

  private static String key(Journey journey) {
    return prefix(Waiting.of(journey), journey.movedAt()) + journey.orderId();
  }

  private static String prefix(Waiting waiting, Instant time) {
    return "%s/%015d/".formatted(waiting, Math.max(0, time.toEpochMilli()));
  }
}
