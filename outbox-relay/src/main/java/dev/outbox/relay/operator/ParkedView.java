package dev.outbox.relay.operator;

import dev.outbox.relay.outbox.ParkedKey;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A parked key as the API shows it.
 *
 * @param outbox the outbox that it is parked in
 * @param key the key, the aggregate's id
 * @param events how many rows of it wait; null if that cannot be told now
 * @param eventId the event that could not be published when the key was parked
 * @param type its type; null if that cannot be told now, or its row is not there any more
 * @param reason why not, and what to do
 * @param since when it was parked
 */
record ParkedView(
    String outbox,
    String key,
    @Nullable Long events,
    String eventId,
    @Nullable String type,
    String reason,
    Instant since) {

  /** What is known of a key without a look at its outbox's table. */
  static ParkedView of(ParkedKey parked) {
    return new ParkedView(
        parked.outbox(),
        parked.key(),
        null,
        parked.eventId(),
        null,
        parked.reason(),
        parked.since());
  }

  ParkedView withType(@Nullable String known) {
    return new ParkedView(outbox, key, events, eventId, known, reason, since);
  }

  ParkedView withEvents(@Nullable Long known) {
    return new ParkedView(outbox, key, known, eventId, type, reason, since);
  }

  ParkedKey parkedKey() {
    return new ParkedKey(outbox, key, eventId, reason, since);
  }
}
