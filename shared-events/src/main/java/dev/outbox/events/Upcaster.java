package dev.outbox.events;

import tools.jackson.databind.node.ObjectNode;

/**
 * Turns payloads of one version of an event into those of a later one, where they are read: so that
 * a consumer handles the newest version only, while topics have older ones too. For {@code
 * outbox-starter} it is a bean.
 *
 * <p>It must be thread-safe, and must depend on the payload alone: an event that is delivered again
 * is turned again.
 */
public interface Upcaster {

  /**
   * The type that it takes.
   *
   * @return a CloudEvents type, such as {@code dev.outbox.order.OrderPlaced.v1}
   */
  String from();

  /**
   * The type that it makes of that.
   *
   * @return a CloudEvents type, such as {@code dev.outbox.order.OrderPlaced.v2}
   */
  String to();

  /**
   * Turns a payload.
   *
   * @param payload one of {@link #from()}; it may be changed
   * @return one of {@link #to()}, which may be the same object
   * @throws RuntimeException if it cannot be turned; the event then breaks its contract
   */
  ObjectNode upcast(ObjectNode payload);
}
