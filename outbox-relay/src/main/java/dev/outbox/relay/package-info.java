/**
 * The relay as an application: its configuration and how its parts are put together. It moves
 * events from the outboxes of any number of database servers to Kafka, at least once.
 */
@NullMarked
package dev.outbox.relay;

import org.jspecify.annotations.NullMarked;
