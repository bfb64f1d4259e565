package dev.outbox.starter.inbox;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import org.junit.jupiter.api.Test;

class FailingPartitionsTests {

  private final SettableClock clock = new SettableClock();
  private final FailingPartitions failing = new FailingPartitions(clock, Duration.ofSeconds(30));

  @Test
  void attemptsAreCountedPerEvent() {
    failing.failed("t-0", "t-0@1", "type", "first");
    clock.now = clock.now.plusSeconds(5);
    failing.failed("t-0", "t-0@1", "type", "second");
    assertThat(failing.current().get("t-0"))
        .isEqualTo(
            new FailingPartitions.Failure(
                "t-0@1", "type", "second", 2, Instant.EPOCH, Instant.EPOCH.plusSeconds(5)));
    failing.failed("t-0", "t-0@2", "type", "other event");
    assertThat(failing.current().get("t-0").attempts()).isEqualTo(1);
  }

  @Test
  void aPartitionThatSucceedsOrMovesAwayIsForgotten() {
    failing.failed("t-0", "t-0@1", "type", "why");
    failing.failed("t-1", "t-1@1", "type", "why");
    failing.succeeded("t-0");
    assertThat(failing.current()).containsOnlyKeys("t-1");
    clock.now = clock.now.plusSeconds(31);
    assertThat(failing.current()).isEmpty();
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
