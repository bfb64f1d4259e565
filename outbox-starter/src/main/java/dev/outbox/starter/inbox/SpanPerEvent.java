package dev.outbox.starter.inbox;

import io.micrometer.tracing.Span;
import io.micrometer.tracing.Tracer;
import io.micrometer.tracing.propagation.Propagator;

/** A span for each handled event, a child of the one that appended it. */
final class SpanPerEvent implements EventTracing {

  private final Tracer tracer;
  private final Propagator propagator;

  SpanPerEvent(Tracer tracer, Propagator propagator) {
    this.tracer = tracer;
    this.propagator = propagator;
  }

  @Override
  public void run(IncomingEvent event, Runnable handler) {
    Span span =
        propagator
            .extract(event.record().headers(), (headers, name) -> headers.get(name))
            .kind(Span.Kind.CONSUMER)
            .name("handle " + event.type())
            .tag("event.id", event.id())
            .start();
    Tracer.SpanInScope scope = tracer.withSpan(span);
    try {
      handler.run();
    } catch (RuntimeException | Error e) {
      span.error(e);
      throw e;
    } finally {
      scope.close();
      span.end();
    }
  }
}
