package dev.outbox.notification.journey;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
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

  /** Removes an entry whose journey is not there or cannot be read. */
  static void remove(KeyValueStore<String, String> agenda, KeyValue<String, String> entry) {
    agenda.delete(entry.key);
  }

  /** The entries of journeys that have not moved since a time, that which waits longest first. */
  static List<KeyValue<String, String>> notMovedSince(
      ReadOnlyKeyValueStore<String, String> agenda, Waiting waiting, Instant time, int limit) {
    List<KeyValue<String, String>> found = new ArrayList<>();
    visit(
        agenda,
        waiting,
        time,
        entry -> {
          found.add(entry);
          return found.size() < limit;
        });
    return found;
  }

  /**
   * Shows entries of journeys that have not moved since a time, that which waits longest first.
   *
   * @param visitor returns false to end it
   */
  static void visit(
      ReadOnlyKeyValueStore<String, String> agenda,
      Waiting waiting,
      Instant time,
      Predicate<KeyValue<String, String>> visitor) {
    visit(agenda.range(prefix(waiting, Instant.EPOCH), end(waiting, time)), visitor);
  }

  /** Shows entries of journeys, that which has moved last first, until the visitor says false. */
  static void visitNewest(
      ReadOnlyKeyValueStore<String, String> agenda,
      Waiting waiting,
      Instant time,
      Predicate<KeyValue<String, String>> visitor) {
    visit(agenda.reverseRange(prefix(waiting, Instant.EPOCH), end(waiting, time)), visitor);
  }

  private static void visit(
      KeyValueIterator<String, String> entries, Predicate<KeyValue<String, String>> visitor) {
    try (entries) {
      while (entries.hasNext() && visitor.test(entries.next())) {
        // The visitor has done it.
      }
    }
  }

  /** Has no order id, so that orders that moved in the same millisecond come after it. */
  private static String end(Waiting waiting, Instant time) {
    return prefix(waiting, time.plusMillis(1));
  }

  private static String key(Journey journey) {
    return prefix(Waiting.of(journey), journey.movedAt()) + journey.orderId();
  }

  private static String prefix(Waiting waiting, Instant time) {
    return "%s/%015d/".formatted(waiting, Math.max(0, time.toEpochMilli()));
  }
}
