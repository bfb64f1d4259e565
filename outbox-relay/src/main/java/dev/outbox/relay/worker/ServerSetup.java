package dev.outbox.relay.worker;

import dev.outbox.relay.database.DatabaseServer;
import dev.outbox.relay.database.Preconditions;
import dev.outbox.relay.outbox.OutboxEvent;
import dev.outbox.relay.publish.PublishException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Map;

/**
 * What the work for a server needs and what outlasts the loss of its ownership.
 *
 * @param name the server's name in the configuration
 * @param server its database server
 * @param preconditions what must hold before its log is followed
 * @param identities which name has which server, over all relays of the group
 * @param maxEvents the most events of a transaction
 * @param maxBytes the most bytes of a transaction, roughly
 * @param errorCeiling the longest pause after a failure
 * @param overlookedAfter how old a row is before it counts as one that the log did not bring
 * @param clock for what is shown to people
 * @param refusedEvents events that Kafka has refused, by id, and why
 * @param refusedTopics topics that Kafka has refused while events were sent
 * @param failedOutboxes outboxes whose work failed in a way that the relay does not know
 * @param counts what is counted of the server
 */
record ServerSetup(
    String name,
    DatabaseServer server,
    Preconditions preconditions,
    ServerIdentities identities,
    int maxEvents,
    long maxBytes,
    Duration errorCeiling,
    Duration overlookedAfter,
    Clock clock,
    Map<String, String> refusedEvents,
    Map<String, RefusedTopic> refusedTopics,
    FailedOutboxes failedOutboxes,
    ServerCounts counts) {

  /** How long a topic that was refused is left alone. */
  private static final long TOPIC_PAUSE = Duration.ofSeconds(10).toNanos();

  /**
   * A topic that is not tried again for a while, since each try holds up the other outboxes.
   *
   * @param message what was found and what to do
   * @param untilNanos until when
   */
  record RefusedTopic(String message, long untilNanos) {}

  /** What only the broker found wrong with an event is known when it comes again. */
  void remember(PublishException e) {
    OutboxEvent event = e.event();
    if (event == null) {
      return;
    }
    String message = String.valueOf(e.getMessage());
    switch (e.scope()) {
      case EVENT -> refusedEvents.put(event.id(), message);
      case TOPIC ->
          refusedTopics.put(
              event.topic(), new RefusedTopic(message, System.nanoTime() + TOPIC_PAUSE));
      case KAFKA -> {
        // Nothing about an event in particular.
      }
    }
  }

  long nowMicros() {
    return ChronoUnit.MICROS.between(Instant.EPOCH, clock.instant());
  }
}
