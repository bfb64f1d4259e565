package dev.outbox.starter.inbox;

import dev.outbox.events.Event;
import dev.outbox.events.EventJson;
import dev.outbox.events.InvalidEventException;
import org.jspecify.annotations.Nullable;

/** Makes events of records, and checks that they keep their contracts. */
final class EventReader {

  private final EventHandlers handlers;

  EventReader(EventHandlers handlers) {
    this.handlers = handlers;
  }

  /** The event of a record; null if events of its type are of no interest here. */
  @Nullable IncomingEvent read(ReceivedRecord record) {
    String type = record.type();
    HandlerMethod handler = type == null ? null : handlers.of(type);
    return handler == null ? null : read(record, record.id(), record.orderKey(), handler);
  }

  /** The event of a record that was parked; without a handler it breaks its contract now. */
  IncomingEvent readAgain(ParkedEvent parked) {
    ReceivedRecord record = parked.record();
    HandlerMethod handler = handlers.of(String.valueOf(record.type()));
    if (handler == null) {
      String breach = "there is no handler of its type any more";
      return new IncomingEvent(record, parked.id(), parked.key(), null, null, breach);
    }
    return read(record, parked.id(), parked.key(), handler);
  }

  private static IncomingEvent read(
      ReceivedRecord record, String id, String key, HandlerMethod handler) {
    @Nullable Event event = null;
    @Nullable String breach = record.idProblem();
    byte[] value = record.value();
    if (value == null) {
      breach = "it has no value";
    } else if (breach == null) {
      try {
        event = EventJson.read(handler.event(), value);
      } catch (InvalidEventException e) {
        breach = String.valueOf(e.getMessage());
      }
    }
    return new IncomingEvent(record, id, key, handler, event, breach);
  }
}
