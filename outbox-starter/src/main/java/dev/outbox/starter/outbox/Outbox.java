package dev.outbox.starter.outbox;

import dev.outbox.events.Event;
import java.util.UUID;

/**
 * The transactional outbox of a service: events appended here reach Kafka if, and only if, the
 * running transaction commits.
 *
 * <p>Events of one aggregate are published in the order of their commits, provided that the
 * aggregate's row is locked or updated <em>before</em> the event is appended. Thread-safe.
 */
public interface Outbox {

  /**
   * Stores an event in the running transaction, together with the trace context of the caller.
   *
   * @param event the event; its class carries an {@link dev.outbox.events.EventType}
   * @return the event's id, a UUIDv7: the CloudEvents {@code id} by which consumers know it
   * @throws org.springframework.transaction.IllegalTransactionStateException if no transaction is
   *     running on the outbox's data source, or it cannot commit: it has ended already (in a
   *     listener of {@code AFTER_COMMIT} or {@code AFTER_ROLLBACK}), is read-only or marked for
   *     rollback, or is another data source's; nothing is written
   * @throws IllegalArgumentException if the event's class has no type, or its aggregate id is empty
   *     or longer than 255 characters, or {@code outbox.validation.enabled} is true and the schema
   *     that its type names is not on the class path; nothing is written
   * @throws EventTooLargeException if the event's JSON is larger than {@code
   *     outbox.max-payload-size}; nothing is written
   * @throws SchemaViolationException if {@code outbox.validation.enabled} is true and the event's
   *     JSON is not what the schema of its type allows; nothing is written
   */
  UUID append(Event event);
}
