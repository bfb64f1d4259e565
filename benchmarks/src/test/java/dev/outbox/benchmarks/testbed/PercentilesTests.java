package dev.outbox.benchmarks.testbed;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

class PercentilesTests {

  @Test
  void percentilesAreTimesThatWereMeasured() {
    long[] nanos = LongStream.rangeClosed(1, 200).map(i -> (201 - i) * 1_000_000).toArray();
    assertThat(Percentiles.of(nanos)).isEqualTo(new Percentiles(200, 100, 190, 198, 200));
  }

  @Test
  void oneTimeIsAllPercentiles() {
    assertThat(Percentiles.of(new long[] {500_000}))
        .isEqualTo(new Percentiles(1, 0.5, 0.5, 0.5, 0.5));
  }

  @Test
  void noTimesHaveNoPercentiles() {
    assertThatThrownBy(() -> Percentiles.of(new long[0]))
        .isInstanceOf(IllegalArgumentException.class);
  }
}
