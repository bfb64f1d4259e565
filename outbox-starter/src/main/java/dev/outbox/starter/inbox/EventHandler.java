package dev.outbox.starter.inbox;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Marks a method of a bean as the handler of one type of event: that of its first parameter, a
 * class with an {@link dev.outbox.events.EventType}. A second parameter of type {@link
 * EventMetadata} is optional.
 *
 * <pre>{@code
 * @EventHandler
 * void on(OrderPlaced event) {
 *   ...
 * }
 * }</pre>
 *
 * <p>The method runs at most once per event id and consumer, in a transaction (READ COMMITTED) that
 * also holds the id, whatever the method writes, and the events it appends to the outbox. If it
 * throws, all of that is rolled back and it is called again with a growing delay; no later event of
 * its partition is handled before it succeeds. It must not read from other services: events carry
 * what handlers need.
 */
@Documented
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.METHOD)
public @interface EventHandler {}
