package dev.outbox.relay.status;

import dev.outbox.relay.outbox.Backlog;
import dev.outbox.relay.outbox.Outbox;
import dev.outbox.relay.outbox.OutboxState;
import dev.outbox.relay.outbox.OutboxStatus;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import org.jspecify.annotations.Nullable;

/**
 * An outbox as the API shows it.
 *
 * @param name the outbox's name in the configuration
 * @param server the name of its database server
 * @param owned whether this relay owns that server, and so does its work
 * @param mode how the relay learns of new rows
 * @param state how it fares
 * @param error what was found and what to do; null if nothing is wrong
 * @param backlog how many events wait, as of about a second ago: while the log is followed those
 *     that were read from it and are not published, otherwise the rows of the table, parked ones
 *     among them; null if that is not known now
 * @param oldestAgeSeconds how old the oldest of them is; 0 if none waits, null if that is not known
 *     now
 * @param lagSeconds how long the last event took from its commit to Kafka's acknowledgement; null
 *     before the first
 * @param parkedKeys how many keys are parked, if this relay owns the server
 * @param overlookedRows rows that the log did not bring and that were found in the table since this
 *     process started
 * @param undeletedRows how many published rows are not deleted yet, if this relay owns the server
 * @param published events that Kafka has acknowledged since this process started
 */
public record OutboxView(
    String name,
    String server,
    boolean owned,
    String mode,
    OutboxState state,
    @Nullable String error,
    @Nullable Long backlog,
    @Nullable Double oldestAgeSeconds,
    @Nullable Double lagSeconds,
    int parkedKeys,
    long overlookedRows,
    long undeletedRows,
    long published) {

  /** The outbox as it is now. */
  public static OutboxView of(OutboxStatus status, boolean owned) {
    Outbox outbox = status.outbox();
    OutboxStatus.Condition condition = status.condition();
    Backlog backlog = status.backlog().orElse(null);
    return new OutboxView(
        outbox.name(),
        outbox.server(),
        owned,
        outbox.mode().label(),
        condition.state(),
        condition.error(),
        backlog == null ? null : backlog.events(),
        backlog == null ? null : seconds(backlog.oldestAge()),
        status.published() == 0
            ? null
            : seconds(Duration.of(status.lagMicros(), ChronoUnit.MICROS)),
        status.parked().size(),
        status.overlookedRows(),
        status.undeletedRows(),
        status.published());
  }

  static double seconds(Duration age) {
    return age.toMillis() / 1000.0;
  }
}
