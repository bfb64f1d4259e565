package dev.outbox.events;

/**
 * An immutable fact, named in the past tense ({@code OrderPlaced}). Implementations are records
 * that carry an {@link EventType}; their components are the JSON payload, see {@link EventJson}.
 *
 * <p>An event's own id and time are not part of it: the outbox gives them when the event is
 * appended, and they travel as the CloudEvents attributes {@code id} and {@code time}.
 */
public interface Event {

  /**
   * The id of the aggregate that the fact is about. It becomes the Kafka key, so events with the
   * same aggregate id stay in order.
   *
   * @return 1 to 255 characters
   */
  String aggregateId();
}
