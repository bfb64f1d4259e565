/**
 * What an outbox is to the relay: its events, the source they come from, and how it fares. Knows
 * neither SQL nor Kafka.
 */
@NullMarked
package dev.outbox.relay.outbox;

import org.jspecify.annotations.NullMarked;
