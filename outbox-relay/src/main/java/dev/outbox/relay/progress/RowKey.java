package dev.outbox.relay.progress;

import java.util.UUID;

/**
 * Names one row of one table over its whole life: positions alone are handed out again after {@code
 * TRUNCATE} or a restore.
 *
 * @param position the row's place in its table
 * @param id the event's id
 */
public record RowKey(long position, UUID id) {}
