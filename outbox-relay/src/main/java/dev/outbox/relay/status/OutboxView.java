package dev.outbox.relay.status;

import dev.outbox.relay.outbox.Backlog;
import dev.outbox.relay.outbox.Outbox;
import dev.outbox.relay.outbox.OutboxState;
import dev.outbox.relay.outbox.OutboxStatus;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * An outbox as the API shows it.
 *
 * @param name the outbox's name in the configuration
 * @param server the name of its database server
 * @param mode how the relay learns of new rows
 * @param state how it fares
 * @param error what was found and what to do; null if nothing is wrong
 * @param backlog how many rows wait, as of about a second ago; null if that is not known now
 * @param oldestAgeSeconds how long ago the oldest of them was written; 0 if none waits, null if
 *     that is not known now
 * @param published events that Kafka has acknowledged since this process started
 */
record OutboxView(
    String name,
    String server,
    String mode,
    OutboxState state,
    @Nullable String error,
    @Nullable Long backlog,
    @Nullable Double oldestAgeSeconds,
    long published) {

  static OutboxView of(OutboxStatus status) {
    Outbox outbox = status.outbox();
    OutboxStatus.Condition condition = status.condition();
    Backlog backlog = status.backlog().orElse(null);
    return new OutboxView(
        outbox.name(),
        outbox.server(),
        outbox.mode().label(),
        condition.state(),
        condition.error(),
        backlog == null ? null : backlog.events(),
        backlog == null ? null : seconds(backlog.oldestAge()),
        status.published());
  }

  static double seconds(Duration age) {
    return age.toMillis() / 1000.0;
  }
}
