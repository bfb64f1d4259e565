/**
 * Handling events once: methods with {@link dev.outbox.starter.inbox.EventHandler} are called by
 * event type, in one transaction with the event's id.
 */
@NullMarked
package dev.outbox.starter.inbox;

import org.jspecify.annotations.NullMarked;
