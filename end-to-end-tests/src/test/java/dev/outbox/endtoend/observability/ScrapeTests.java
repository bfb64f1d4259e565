package dev.outbox.endtoend.observability;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ScrapeTests {

  private final Scrape scrape = new Scrape();

  ScrapeTests() {
    scrape.add(
        "shop",
        """
        # HELP sold_total What was sold
        # TYPE sold_total counter
        sold_total{kind="apple",note="a \\"b\\", c"} 3.0
        # TYPE lag_seconds histogram
        lag_seconds_bucket{le="0.1"} 2
        lag_seconds_count 2
        # TYPE waiting gauge
        waiting NaN
        """);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "sum by (kind) (rate(sold_total{job=\"shop\", kind=\"apple\"}[5m])) > 0",
        "histogram_quantile(0.9, sum by (le) (rate(lag_seconds_bucket[5m])))",
        "max by (job) (waiting{job=~\"$job\"}) > 3 and deriv(waiting[5m]) > 0",
        "up == 0"
      })
  void whatIsThereIsNotMissing(String expression) {
    assertThat(scrape.missing(Query.of("panel", expression))).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "sum(rate(bought_total[5m]))",
        "rate(sold_total{kind=\"pear\"}[5m])",
        "rate(sold_total{job=\"bank\"}[5m])",
        "waiting{kind=~\"$kind\"}",
        "sum by (colour) (rate(sold_total[5m]))",
        "sold_total > 5",
        "rate(waiting[5m])",
        "waiting and lag_seconds_bucket"
      })
  void whatNobodyAnswersOrIsOfAnotherTypeIsMissing(String expression) {
    assertThat(scrape.missing(Query.of("panel", expression)))
        .hasSize(1)
        .allSatisfy(missing -> assertThat(missing).startsWith("panel: "));
  }

  @Test
  void labelsMayHaveQuotesAndCommas() {
    assertThat(scrape.missing(Query.of("", "rate(sold_total{note!=\"x\"}[5m])"))).isEmpty();
  }
}
