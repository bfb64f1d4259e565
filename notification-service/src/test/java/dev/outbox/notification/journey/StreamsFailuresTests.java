package dev.outbox.notification.journey;

import static org.apache.kafka.streams.errors.StreamsUncaughtExceptionHandler.StreamThreadExceptionResponse.REPLACE_THREAD;
import static org.apache.kafka.streams.errors.StreamsUncaughtExceptionHandler.StreamThreadExceptionResponse.SHUTDOWN_CLIENT;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneOffset;
import org.apache.kafka.streams.errors.MissingSourceTopicException;
import org.apache.kafka.streams.errors.StreamsException;
import org.junit.jupiter.api.Test;

class StreamsFailuresTests {

  private Instant now = Instant.parse("2026-11-23T09:30:00Z");
  private final InstantSource source = () -> now;
  private final Clock clock = source.withZone(ZoneOffset.UTC);
  private final StreamsFailures failures = new StreamsFailures(clock);

  @Test
  void aThreadThatFailsIsReplaced() {
    assertThat(failures.add(new IllegalStateException())).isEqualTo(REPLACE_THREAD);
    assertThat(failures.add(new StackOverflowError())).isEqualTo(REPLACE_THREAD);
    assertThat(failures.recent()).isEqualTo(2);
    assertThat(failures.isFrequent()).isFalse();
  }

  @Test
  void whereThreadsFailOftenAllIsStartedAgain() {
    failures.add(new IllegalStateException());
    failures.add(new IllegalStateException());
    assertThat(failures.add(new IllegalStateException())).isEqualTo(SHUTDOWN_CLIENT);
    assertThat(failures.isFrequent()).isTrue();
    now = now.plus(Duration.ofSeconds(61));
    assertThat(failures.isFrequent()).isFalse();
    assertThat(failures.add(new IllegalStateException())).isEqualTo(REPLACE_THREAD);
  }

  @Test
  void whereTopicsAreMissingTheyAreCheckedFirst() {
    assertThat(failures.add(new MissingSourceTopicException("order-events")))
        .isEqualTo(SHUTDOWN_CLIENT);
  }

  @Test
  void whereTopicsHaveOtherPartitionsTheyAreCheckedFirst() {
    assertThat(
            failures.add(
                new StreamsException("Existing internal topic t has invalid partitions: 8")))
        .isEqualTo(SHUTDOWN_CLIENT);
  }
}
