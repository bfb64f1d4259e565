/** Learns of events by asking the database for the lowest rows of the outbox table. */
@NullMarked
package dev.outbox.relay.polling;

import org.jspecify.annotations.NullMarked;
