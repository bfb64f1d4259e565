package dev.outbox.starter.inbox;

import dev.outbox.events.Event;
import dev.outbox.events.EventJson;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.MDC;
import org.springframework.messaging.Message;

/**
 * The one place where a message is handled: finds the handler by event type, and calls it once per
 * event id. Spring Cloud Stream calls it in the order of a partition; an exception makes the
 * listener container deliver the message again (see {@link RetryForever}). What handlers log
 * carries the event's id as {@code eventId} of the logging context (MDC).
 */
final class EventConsumer implements Consumer<Message<?>> {

  private static final Logger log = LoggerFactory.getLogger(EventConsumer.class);

  private final EventHandlers handlers;
  private final Inbox inbox;
  private final FailingPartitions failing;
  private final InboxMetrics metrics;

  EventConsumer(
      EventHandlers handlers, Inbox inbox, FailingPartitions failing, InboxMetrics metrics) {
    this.handlers = handlers;
    this.inbox = inbox;
    this.failing = failing;
    this.metrics = metrics;
  }

  @Override
  public void accept(Message<?> message) {
    String type = ReceivedEvent.type(message);
    HandlerMethod handler = type == null ? null : handlers.of(type);
    if (type == null || handler == null) {
      log.debug("{}: no handler for {}, ignored", ReceivedEvent.place(message), type);
      metrics.ignored();
      return;
    }
    handle(message, type, handler);
    failing.succeeded(ReceivedEvent.partition(message));
  }

  private void handle(Message<?> message, String type, HandlerMethod handler) {
    EventMetadata metadata = ReceivedEvent.metadata(message);
    if (!(message.getPayload() instanceof byte[] json)) {
      throw new IllegalArgumentException(
          "The record at " + ReceivedEvent.place(message) + " has no value");
    }
    Event event = EventJson.read(handler.event(), json);
    MDC.put("eventId", metadata.id());
    try {
      if (inbox.handleOnce(metadata.id(), () -> handler.handle(event, metadata))) {
        metrics.handled(type);
      } else {
        log.info("{} of {} was handled before", type, metadata.key());
        metrics.duplicate(type);
      }
    } finally {
      MDC.remove("eventId");
    }
  }
}
