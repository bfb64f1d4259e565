/**
 * What an event is ({@link dev.outbox.events.Event}), how it is named ({@link
 * dev.outbox.events.EventType}) and how it is written as JSON ({@link
 * dev.outbox.events.EventJson}). The events themselves live in a package a service.
 */
@NullMarked
package dev.outbox.events;

import org.jspecify.annotations.NullMarked;
