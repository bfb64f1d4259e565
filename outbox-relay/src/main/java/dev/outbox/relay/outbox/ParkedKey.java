package dev.outbox.relay.outbox;

import java.time.Instant;

/**
 * A key whose events stay in the table, in order, until somebody releases it.
 *
 * @param outbox the outbox's name
 * @param key the aggregate id
 * @param eventId the event that could not be published
 * @param reason why not, and what to do
 * @param since when it was parked, by the relay's clock
 */
public record ParkedKey(String outbox, String key, String eventId, String reason, Instant since) {}
