/**
 * Holds services to the contracts of the events that they write: {@link
 * dev.outbox.events.producer.ProducedEvents} looks at the rows that tests leave in outboxes.
 */
@NullMarked
package dev.outbox.events.producer;

import org.jspecify.annotations.NullMarked;
