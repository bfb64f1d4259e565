package dev.outbox.starter.inbox;

import dev.outbox.events.Event;
import dev.outbox.starter.outbox.TraceContext;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.slf4j.MDC;
import org.springframework.transaction.TransactionStatus;

/**
 * Calls handlers in the running transaction, and tells failures of events from those of the
 * database. What handlers log carries the event's id as {@code eventId} of the logging context
 * (MDC).
 */
final class HandlerCalls {

  private final EventHandlers handlers;
  private final TraceContext trace;

  HandlerCalls(EventHandlers handlers, TraceContext trace) {
    this.handlers = handlers;
    this.trace = trace;
  }

  /**
   * Calls {@link BeforeBatch} methods.
   *
   * @throws EventFailedException if it fails for a single event
   * @throws BeforeBatchFailedException if it fails for several
   */
  void prepare(List<IncomingEvent> events) {
    for (BeforeBatchMethod method : handlers.beforeBatch()) {
      List<IncomingEvent> taken =
          events.stream()
              .filter(event -> method.takes(Objects.requireNonNull(event.event()).getClass()))
              .toList();
      if (!taken.isEmpty()) {
        prepare(method, taken);
      }
    }
  }

  private static void prepare(BeforeBatchMethod method, List<IncomingEvent> events) {
    List<Event> payloads = new ArrayList<>();
    events.forEach(event -> payloads.add(Objects.requireNonNull(event.event())));
    try {
      method.call(payloads);
    } catch (RuntimeException | Error e) {
      if (Faults.ofInfrastructure(e)) {
        throw e;
      }
      throw events.size() == 1
          ? new EventFailedException(events.get(0), e)
          : new BeforeBatchFailedException(e);
    }
  }

  /**
   * Has an event handled that keeps its contract.
   *
   * @throws EventFailedException if that fails, and it is the event's fault
   */
  void handle(IncomingEvent event, TransactionStatus transaction) {
    HandlerMethod handler = Objects.requireNonNull(event.handler());
    Event payload = Objects.requireNonNull(event.event());
    MDC.put("eventId", event.id());
    try {
      trace.run(
          "handle " + event.type(),
          event.record().headers(),
          () -> handler.handle(payload, event.record().metadata()));
    } catch (RuntimeException | Error e) {
      if (Faults.ofInfrastructure(e)) {
        throw e;
      }
      throw new EventFailedException(event, e);
    } finally {
      MDC.remove("eventId");
    }
    if (transaction.isRollbackOnly()) {
      throw new EventFailedException(
          event, new IllegalStateException(handler + " marked the transaction for rollback"));
    }
  }
}
