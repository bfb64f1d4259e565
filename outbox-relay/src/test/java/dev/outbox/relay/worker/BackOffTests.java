package dev.outbox.relay.worker;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class BackOffTests {

  private final BackOff backOff = new BackOff(Duration.ofMillis(1), Duration.ofMillis(5));

  @Test
  void pausesDoubleUpToTheCeiling() {
    assertThat(IntStream.range(0, 5).mapToObj(i -> backOff.next().toMillis()))
        .containsExactly(1L, 2L, 4L, 5L, 5L);
  }

  @Test
  void aResetStartsWithTheShortestPause() {
    backOff.next();
    backOff.next();
    backOff.reset();
    assertThat(backOff.next()).isEqualTo(Duration.ofMillis(1));
  }

  @Test
  void aCeilingBelowTheFirstPauseHoldsFromTheStart() {
    BackOff low = new BackOff(Duration.ofMillis(100), Duration.ofMillis(10));
    assertThat(low.next()).isEqualTo(Duration.ofMillis(10));
  }
}
