package dev.outbox.starter.outbox;

import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Carries the trace context of the event that is being handled over to the events that its handler
 * appends, in applications that have no tracing of their own: a trace that others have begun does
 * not end there.
 */
public final class CarriedTraceContext implements TraceContext {

  private static final List<String> NAMES = List.of("traceparent", "tracestate");

  private final ThreadLocal<Map<String, String>> carried = ThreadLocal.withInitial(Map::of);

  /** What is carried on this thread; nothing outside of {@link #carry}. */
  @Override
  public Map<String, String> headers() {
    return carried.get();
  }

  /**
   * Runs a handler.
   *
   * @param headers those of the event; others than {@code traceparent} and {@code tracestate} do
   *     not matter
   * @param handler what to run
   */
  public void carry(Map<String, String> headers, Runnable handler) {
    Map<String, String> trace = new HashMap<>(headers);
    trace.keySet().retainAll(NAMES);
    carried.set(trace);
    try {
      handler.run();
    } finally {
      carried.remove();
    }
  }
}
