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
 * @param reason why not, and what to do
 * @param since when it was parked
 */
record ParkedView(
    String outbox,
    String key,
    @Nullable Long events,
    String eventId,
    String reason,
    Instant since) {

  static ParkedView of(ParkedKey parked, @Nullable Long events) {
    return new ParkedView(
        parked.outbox(), parked.key(), events, parked.eventId(), parked.reason(), parked.since());
  }
}
