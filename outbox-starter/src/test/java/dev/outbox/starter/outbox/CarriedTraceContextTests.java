package dev.outbox.starter.outbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** An application without tracing hands on what came with an event. */
class CarriedTraceContextTests {

  private static final String PARENT = "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01";
  private static final Map<String, String> OUTER = Map.of("traceparent", PARENT);

  private final TraceContext trace = new CarriedTraceContext();

  @Test
  void insideItIsThatOfTheEventAndNothingElseOfIt() {
    Map<String, String> event =
        Map.of("traceparent", PARENT, "tracestate", "vendor=1", "ce_id", "id");
    assertThat(trace.call("handle", event, trace::headers))
        .isEqualTo(Map.of("traceparent", PARENT, "tracestate", "vendor=1"));
    assertThat(trace.headers()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        PARENT + "-and-more",
        "ff-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01",
        "00-00000000000000000000000000000000-b7ad6b7169203331-01",
        "00-0af7651916cd43dd8448eb211c80319c-0000000000000000-01"
      })
  void aMalformedOneEndsHere(String parent) {
    Map<String, String> event = Map.of("traceparent", parent, "tracestate", "vendor=1");
    assertThat(trace.call("handle", event, trace::headers)).isEmpty();
  }

  @Test
  void aStateThatIsTooLongForTheOutboxIsLeftOut() {
    Map<String, String> event = Map.of("traceparent", PARENT, "tracestate", "v=" + "1".repeat(511));
    assertThat(trace.call("handle", event, trace::headers)).isEqualTo(OUTER);
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
