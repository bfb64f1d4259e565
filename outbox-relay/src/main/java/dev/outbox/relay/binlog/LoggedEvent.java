package dev.outbox.relay.binlog;

import dev.outbox.relay.outbox.OutboxEvent;

/**
 * A row that was written to an outbox.
 *
 * @param outbox the outbox's name
 * @param event the row
 */
public record LoggedEvent(String outbox, OutboxEvent event) {}
