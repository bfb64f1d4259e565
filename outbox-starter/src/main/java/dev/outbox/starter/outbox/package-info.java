/**
 * Writing events: {@link dev.outbox.starter.outbox.Outbox} stores them in the transaction that
 * changes the state; a relay publishes them afterwards.
 */
@NullMarked
package dev.outbox.starter.outbox;

import org.jspecify.annotations.NullMarked;
