package dev.outbox.starter.inbox;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import org.junit.jupiter.api.Test;

class StalledPartitionsTests {

  private final SettableClock clock = new SettableClock();
  private final StalledPartitions stalled = new StalledPartitions(clock, Duration.ofSeconds(30));

  @Test
  void attemptsAreCountedSinceTheFirst() {
    stalled.failed("t-0", "first");
    clock.now = clock.now.plusSeconds(5);
    stalled.failed("t-0", "second");
    assertThat(stalled.current().get("t-0"))
        .isEqualTo(
            new StalledPartitions.Stall("second", 2, Instant.EPOCH, Instant.EPOCH.plusSeconds(5)));
  }

  @Test
  void aPartitionThatSucceedsOrMovesAwayIsForgotten() {
    stalled.failed("t-0", "why");
    stalled.failed("t-1", "why");
    stalled.succeeded("t-0");
    assertThat(stalled.current()).containsOnlyKeys("t-1");
    clock.now = clock.now.plusSeconds(31);
    assertThat(stalled.current()).isEmpty();
  }

  private static final class SettableClock extends Clock {

    private Instant now = Instant.EPOCH;

    @Override
    public Instant instant() {
      return now;
    }

    @Override
    public ZoneId getZone() {
      return ZoneOffset.UTC;
    }

    @Override
    public Clock withZone(ZoneId zone) {
      return this;
    }
  }
}
