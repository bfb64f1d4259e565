package dev.outbox.starter.outbox;

import java.util.Map;
import java.util.function.Supplier;

/**
 * The W3C trace context that events carry, so that one trace leads from the request through outbox,
 * topic and consumers. The starter provides a bean of it: with Micrometer Tracing on the class path
 * and set up, it makes spans; without, it hands on what came with an event. An application may
 * declare another. Thread-safe.
 *
 * @see <a href="https://www.w3.org/TR/trace-context/">W3C Trace Context</a>
 */
public interface TraceContext {

  /**
   * The headers of the trace that the running code belongs to.
   *
   * @return {@code traceparent} and {@code tracestate} as far as they are known; empty for none
   */
  Map<String, String> headers();

  /**
   * Runs work in a trace that began elsewhere: in another process, or in this one before a commit.
   * The starter does so for handlers; an application does it for what it stores and works on later,
   * with the {@link #headers} that it stored.
   *
   * @param name what is done, one of few names: that of the span, where there are spans
   * @param headers those of the trace; others than {@code traceparent} and {@code tracestate} do
   *     not matter, and without them, or if they are malformed, a new trace begins
   * @param work what to run; what it throws is thrown
   * @return what it returns
   */
  <T> T call(String name, Map<String, String> headers, Supplier<T> work);

  /** The same, for work that returns nothing. */
  default void run(String name, Map<String, String> headers, Runnable work) {
    call(
        name,
        headers,
        () -> {
          work.run();
          return true;
        });
  }
}
