/**
 * Journeys: all that is known of an order across services, put together by Kafka Streams from the
 * events of all three; and what to do when one does not move.
 */
@NullMarked
package dev.outbox.notification.journey;

import org.jspecify.annotations.NullMarked;
