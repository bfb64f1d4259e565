package dev.outbox.starter.outbox;

import dev.outbox.events.Event;
import dev.outbox.events.EventType;

/** Looks at a payload before it is written. Thread-safe. */
@FunctionalInterface
interface PayloadCheck {

  /** For outboxes that take what they get. */
  PayloadCheck NONE = (type, event, payload) -> {};

  /**
   * Refuses a payload by an exception.
   *
   * @param type of the event
   * @param event what is to be written
   * @param payload its JSON
   */
  void check(EventType type, Event event, String payload);
}
