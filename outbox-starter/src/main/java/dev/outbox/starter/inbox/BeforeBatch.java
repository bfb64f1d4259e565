package dev.outbox.starter.inbox;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Marks a method that is called before the {@link EventHandler} of its type, once a transaction,
 * with all events of that type which the transaction is going to handle, in order. The type may be
 * one that several events have in common: {@code List<Event>} takes all. It is for locks on rows
 * that several events share:
 *
 * <pre>{@code
 * @BeforeBatch
 * void lock(List<OrderPlaced> events) {
 *   stock.lock(skus(events)); // sorted
 * }
 * }</pre>
 *
 * <p>A transaction handles many events. If each handler took the locks of its own event only, two
 * instances could take them crosswise, and deadlock: nothing is lost then, but time. Methods follow
 * each other in the order of their types' names. If the method throws, the events are handled one
 * by one, and those at which it throws again are parked.
 */
@Documented
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.METHOD)
public @interface BeforeBatch {}
