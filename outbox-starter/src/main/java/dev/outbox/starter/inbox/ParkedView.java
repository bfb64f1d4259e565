package dev.outbox.starter.inbox;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A parked key as operators see it.
 *
 * @param key the key; that of the Kafka record, as text
 * @param events how many events of it wait
 * @param since when it was parked
 * @param nextAttempt when it is tried again; null if it waits for an operator
 * @param first the event that all others wait for
 */
record ParkedView(
    String key,
    int events,
    Instant since,
    @Nullable Instant nextAttempt,
    @Nullable EventView first) {

  /**
   * A parked event as operators see it.
   *
   * @param id the event's id, to discard it by
   * @param type its CloudEvents type
   * @param place where it came from, {@code TOPIC-PARTITION@OFFSET}
   * @param attempts how often it was tried; 0 if it waits behind others
   * @param reason why the last attempt failed
   * @param since when it was parked
   */
  record EventView(
      String id,
      @Nullable String type,
      String place,
      int attempts,
      @Nullable String reason,
      Instant since) {

    static EventView of(ParkedEvent event) {
      return new EventView(
          event.id(),
          event.record().type(),
          event.record().place(),
          event.attempts(),
          event.reason(),
          event.since());
    }
  }

  static ParkedView of(ParkedKey key, @Nullable ParkedEvent first) {
    return new ParkedView(
        key.key(),
        key.events(),
        key.since(),
        key.nextAttempt(),
        first == null ? null : EventView.of(first));
  }
}
