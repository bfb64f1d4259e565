/**
 * How far each server's outboxes are published: kept in a compacted topic of Kafka, written in the
 * same Kafka transaction as the events.
 */
@NullMarked
package dev.outbox.relay.progress;

import org.jspecify.annotations.NullMarked;
