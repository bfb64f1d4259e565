package dev.outbox.starter.outbox;

import io.micrometer.tracing.Span;
import io.micrometer.tracing.Tracer;
import io.micrometer.tracing.propagation.Propagator;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Supplier;

/** The context of Micrometer Tracing's current span. */
final class SpanTraceContext implements TraceContext {

  private final Tracer tracer;
  private final Propagator propagator;

  SpanTraceContext(Tracer tracer, Propagator propagator) {
    this.tracer = tracer;
    this.propagator = propagator;
  }

  @Override
  public Map<String, String> headers() {
    var context = tracer.currentTraceContext().context();
    if (context == null) {
      return Map.of();
    }
    Map<String, String> headers = new HashMap<>();
    propagator.inject(
        context,
        headers,
        (carrier, name, value) -> {
          if (carrier != null && W3cHeader.fits(name, value)) {
            carrier.put(name, value);
          }
        });
    return headers;
  }

  @Override
  public <T> T call(String name, Map<String, String> headers, Supplier<T> work) {
    Span.Builder builder =
        propagator.extract(headers, Map::get).kind(Span.Kind.CONSUMER).name(name);
    String event = headers.get("ce_id");
    if (event != null) {
      builder.tag("messaging.message.id", event);
    }
    Span span = builder.start();
    Tracer.SpanInScope scope = tracer.withSpan(span);
    try {
      return work.get();
    } catch (RuntimeException | Error e) {
      span.error(e);
      throw e;
    } finally {
      scope.close();
      span.end();
    }
  }
}
