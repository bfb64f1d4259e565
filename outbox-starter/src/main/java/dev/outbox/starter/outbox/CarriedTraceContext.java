package dev.outbox.starter.outbox;

import java.util.HashMap;
import java.util.Map;
import java.util.function.Supplier;

/**
 * For applications without tracing of their own: what came with an event goes on to the events that
 * its handler appends, so that a trace that others have begun does not end there.
 */
final class CarriedTraceContext implements TraceContext {

  private final ThreadLocal<Map<String, String>> carried = ThreadLocal.withInitial(Map::of);

  @Override
  public Map<String, String> headers() {
    return carried.get();
  }

  @Override
  public <T> T call(String name, Map<String, String> headers, Supplier<T> work) {
    Map<String, String> outer = carried.get();
    Map<String, String> trace = new HashMap<>(headers);
    trace.entrySet().removeIf(header -> !W3cHeader.fits(header.getKey(), header.getValue()));
    if (!trace.containsKey("traceparent")) {
      trace.clear();
    }
    carried.set(trace);
    try {
      return work.get();
    } finally {
      carried.set(outer);
    }
  }
}
