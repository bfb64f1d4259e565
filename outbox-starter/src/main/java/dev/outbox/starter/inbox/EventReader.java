package dev.outbox.starter.inbox;

import dev.outbox.events.Event;
import dev.outbox.events.EventJson;
import dev.outbox.events.InvalidEventException;
import dev.outbox.events.Upcasters;
import dev.outbox.starter.validation.PayloadSchema;
import dev.outbox.starter.validation.PayloadSchemas;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Makes events of records, and checks that they keep their contracts. */
final class EventReader {

  private final EventHandlers handlers;
  private final Upcasters upcasters;
  private final PayloadSchemas schemas;

  EventReader(EventHandlers handlers, Upcasters upcasters, PayloadSchemas schemas) {
    this.handlers = handlers;
    this.upcasters = upcasters;
    this.schemas = schemas;
  }

  /** The event of a record; null if events of its type are of no interest here. */
  @Nullable IncomingEvent read(ReceivedRecord record) {
    String type = record.type();
    HandlerMethod handler = type == null ? null : handlerOf(type);
    return handler == null ? null : read(record, record.id(), record.orderKey(), handler);
  }

  /** The event of a record that was parked; without a handler it breaks its contract now. */
  IncomingEvent readAgain(ParkedEvent parked) {
    ReceivedRecord record = parked.record();
    HandlerMethod handler = handlerOf(String.valueOf(record.type()));
    if (handler == null) {
      String breach = "there is no handler of its type any more";
      return new IncomingEvent(record, parked.id(), parked.key(), null, null, breach);
    }
    return read(record, parked.id(), parked.key(), handler);
  }

  /** That of its type, or of the first one that it can be turned into. */
  private @Nullable HandlerMethod handlerOf(String type) {
    for (String readable : upcasters.readableAs(type)) {
      HandlerMethod handler = handlers.of(readable);
      if (handler != null) {
        return handler;
      }
    }
    return null;
  }

  private IncomingEvent read(ReceivedRecord record, String id, String key, HandlerMethod handler) {
    @Nullable Event event = null;
    @Nullable String breach = record.idProblem();
    byte[] value = record.value();
    if (value == null) {
      breach = "it has no value";
    } else if (breach == null) {
      String type = String.valueOf(record.type());
      breach = violation(handler, type, value);
      try {
        event =
            breach == null
                ? EventJson.read(handler.event(), upcasters.upcast(value, type, handler.type()))
                : null;
      } catch (InvalidEventException e) {
        breach = String.valueOf(e.getMessage());
      }
    }
    return new IncomingEvent(record, id, key, handler, event, breach);
  }

  /** What a payload has that the schema of its type does not allow; null if that is nothing. */
  private @Nullable String violation(HandlerMethod handler, String type, byte[] value) {
    PayloadSchema schema = schemas.of(handler.event(), type);
    List<String> faults = schema == null ? List.of() : schema.violations(value);
    return faults.isEmpty()
        ? null
        : "Not a valid %s: %s".formatted(type, String.join("; ", faults));
  }
}
