package dev.outbox.starter.outbox;

import java.util.Map;

/**
 * Where the outbox takes the trace context of the running code from. The starter provides one that
 * asks Micrometer Tracing if the application uses that; an application may declare another.
 */
@FunctionalInterface
public interface TraceContext {

  /** For applications without tracing. */
  TraceContext NONE = Map::of;

  /**
   * The W3C headers of the current span.
   *
   * @return {@code traceparent} and {@code tracestate} as far as they are known; empty for none
   */
  Map<String, String> headers();
}
