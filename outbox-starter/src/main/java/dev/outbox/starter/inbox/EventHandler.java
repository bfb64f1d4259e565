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
 * <p>Events of an older version are given to it too where an {@link dev.outbox.events.Upcaster}
 * bean makes that version of them.
 *
 * <p>What the method writes to the database takes effect once per event id and consumer: it runs in
 * a transaction (READ COMMITTED) that also holds the id and the events it appends to the outbox.
 * The transaction is shared with the other events that Kafka delivered at the same time, so the
 * method may be called more than once before one of its calls is committed; whatever it does
 * outside the database belongs into an {@code afterCommit}, such as a {@code
 * TransactionalEventListener}. Handlers that lock rows which several events share lock them in a
 * {@link BeforeBatch} method.
 *
 * <p>If it throws, all of that is rolled back, and the event's key is parked: the event is tried
 * again with growing delays, events of the same key wait behind it in order, and all others go on.
 * After {@code outbox.inbox.retry.max-attempts} it waits for an operator. Deadlocks, lock timeouts
 * and lost connections are no failures of the event; let them pass through. It must not read from
 * other services: events carry what handlers need.
 */
@Documented
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.METHOD)
public @interface EventHandler {}
