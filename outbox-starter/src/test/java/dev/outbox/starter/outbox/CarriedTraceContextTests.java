package dev.outbox.starter.outbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Map;
import org.junit.jupiter.api.Test;

/** An application without tracing hands on what came with an event. */
class CarriedTraceContextTests {

  private static final Map<String, String> OUTER = Map.of("traceparent", "outer");

  private final TraceContext trace = new CarriedTraceContext();

  @Test
  void insideItIsThatOfTheEventAndNothingElseOfIt() {
    Map<String, String> event =
        Map.of("traceparent", "parent", "tracestate", "state", "ce_id", "id");
    assertThat(trace.call("handle", event, trace::headers))
        .isEqualTo(Map.of("traceparent", "parent", "tracestate", "state"));
    assertThat(trace.headers()).isEmpty();
  }

  @Test
  void whatIsWithinAnotherEndsWithIt() {
    trace.run(
        "outer",
        OUTER,
        () -> {
          trace.run("inner", Map.of(), () -> assertThat(trace.headers()).isEmpty());
          assertThat(trace.headers()).isEqualTo(OUTER);
        });
  }

  @Test
  void itEndsAlsoWhenTheWorkFails() {
    assertThatThrownBy(
            () ->
                trace.run(
                    "failing",
                    OUTER,
                    () -> {
                      throw new IllegalStateException("of the work");
                    }))
        .hasMessage("of the work");
    assertThat(trace.headers()).isEmpty();
  }
}
