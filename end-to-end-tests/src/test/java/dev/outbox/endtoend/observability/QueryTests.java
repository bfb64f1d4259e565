package dev.outbox.endtoend.observability;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.groups.Tuple.tuple;

import dev.outbox.endtoend.observability.Query.Matcher;
import dev.outbox.endtoend.observability.Query.Selector;
import java.util.List;
import org.junit.jupiter.api.Test;

class QueryTests {

  @Test
  void metricsAreFoundWithTheirMatchersAndTheFunctionAroundThem() {
    Query query =
        Query.of(
            "",
            "sum by (job) (rate(a_seconds_sum{job=~\"$job\", uri!=\"/a,{b}\"}[$__rate_interval]))"
                + " / sum by (job, kind) (increase(a_seconds_count[5m])) > 0.5 and b unless on (le) c");
    assertThat(query.selectors())
        .containsExactly(
            new Selector(
                "a_seconds_sum",
                List.of(new Matcher("job", "=~", "$job"), new Matcher("uri", "!=", "/a,{b}")),
                "rate"),
            new Selector("a_seconds_count", List.of(), "increase"),
            new Selector("b", List.of(), ""),
            new Selector("c", List.of(), ""));
    assertThat(query.grouping()).containsExactly("job", "kind", "le");
  }

  @Test
  void whatStandsBehindAFunctionIsNotInsideIt() {
    assertThat(Query.of("", "histogram_quantile(0.99, rate(a[5m])) > max(b) + c").selectors())
        .extracting(Selector::metric, Selector::function)
        .containsExactly(tuple("a", "rate"), tuple("b", "max"), tuple("c", ""));
  }
}
