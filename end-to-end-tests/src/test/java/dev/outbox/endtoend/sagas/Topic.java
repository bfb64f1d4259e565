package dev.outbox.endtoend.sagas;

import dev.outbox.starter.testing.Batch.Delivery;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.UUID;

/**
 * Events under way from one service to another: those of a key in order, those of different keys in
 * any. What is drawn is drawn from a seeded source.
 */
final class Topic {

  private final Random random;
  private final Map<String, Key> keys = new LinkedHashMap<>();

  Topic(Random random) {
    this.random = random;
  }

  void publish(List<Delivery> events) {
    events.forEach(event -> keys.computeIfAbsent(event.key(), key -> new Key()).events.add(event));
  }

  /** The next events of some keys. */
  List<Delivery> poll(int most) {
    List<Delivery> events = new ArrayList<>();
    for (int i = 0; i < most; i++) {
      List<Key> waiting = keys.values().stream().filter(Key::isWaiting).toList();
      if (!waiting.isEmpty()) {
        Key key = any(waiting);
        events.add(key.events.get(key.next++));
      }
    }
    return events;
  }

  /** Has a key delivered again, as after a consumer that died before it committed its offset. */
  void rewind() {
    if (!keys.isEmpty()) {
      Key key = any(List.copyOf(keys.values()));
      key.next = random.nextInt(key.next + 1);
    }
  }

  /** An event that is or was under way, before its time or after it; under its id or another. */
  List<Delivery> stray() {
    if (keys.isEmpty()) {
      return List.of();
    }
    Delivery event = any(any(List.copyOf(keys.values())).events);
    String id = random.nextBoolean() ? event.id() : new UUID(random.nextLong(), 0).toString();
    return List.of(new Delivery(id, event.type(), event.key(), event.payload()));
  }

  boolean isDrained() {
    return keys.values().stream().noneMatch(Key::isWaiting);
  }

  /** The names of all events of a key, in order. */
  List<String> names(String key) {
    return keys.containsKey(key)
        ? keys.get(key).events.stream().map(Topic::name).toList()
        : List.of();
  }

  /** {@code OrderPlaced} of {@code dev.outbox.order.OrderPlaced.v1}. */
  static String name(Delivery event) {
    return event.type().split("\\.")[3];
  }

  private <T> T any(List<T> list) {
    return list.get(random.nextInt(list.size()));
  }

  private static final class Key {

    final List<Delivery> events = new ArrayList<>();
    int next;

    boolean isWaiting() {
      return next < events.size();
    }
  }
}
