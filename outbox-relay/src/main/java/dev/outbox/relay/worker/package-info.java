/**
 * The work itself: one thread per database server takes its outboxes in turn, reads what is there,
 * publishes it and removes it.
 */
@NullMarked
package dev.outbox.relay.worker;

import org.jspecify.annotations.NullMarked;
