package dev.outbox.starter.inbox;

import dev.outbox.events.Event;
import org.jspecify.annotations.Nullable;

/**
 * A record of a type that is handled here.
 *
 * @param record as it came
 * @param id by which it is handled once
 * @param key by which order is kept
 * @param handler what handles it; null if there is none any more
 * @param event its payload; null if it breaks its contract
 * @param breach in what it breaks its contract; null if it does not
 */
record IncomingEvent(
    ReceivedRecord record,
    String id,
    String key,
    @Nullable HandlerMethod handler,
    @Nullable Event event,
    @Nullable String breach) {

  String type() {
    return String.valueOf(record.type());
  }
}
