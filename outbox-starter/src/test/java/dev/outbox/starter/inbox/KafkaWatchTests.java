package dev.outbox.starter.inbox;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

@ExtendWith(OutputCaptureExtension.class)
class KafkaWatchTests {

  private final AtomicReference<@Nullable String> problem = new AtomicReference<>();
  private final AtomicReference<Instant> now = new AtomicReference<>(Instant.EPOCH);
  private final KafkaWatch watch =
      new KafkaWatch(
          problem::get,
          List.of("kafka:9092"),
          new Clock() {
            @Override
            public ZoneOffset getZone() {
              return ZoneOffset.UTC;
            }

            @Override
            public Clock withZone(java.time.ZoneId zone) {
              return this;
            }

            @Override
            public Instant instant() {
              return now.get();
            }
          });

  @Test
  void whileAllIsWellNothingIsSaid(CapturedOutput output) {
    lookFor(Duration.ofMinutes(10));
    assertThat(output).doesNotContain("kafka:9092");
  }

  @Test
  void thatKafkaIsAwayIsSaidAtOnceAndThenOnceAMinute(CapturedOutput output) {
    problem.set("no sign of it");
    lookFor(Duration.ofSeconds(150));
    assertThat(output.getAll().lines().filter(line -> line.contains("gives no events"))).hasSize(3);
  }

  @Test
  void thatKafkaIsBackIsSaidOnce(CapturedOutput output) {
    problem.set("no sign of it");
    lookFor(Duration.ofSeconds(10));
    problem.set(null);
    lookFor(Duration.ofMinutes(5));
    assertThat(output.getAll().lines().filter(line -> line.contains("is back"))).hasSize(1);
  }

  private void lookFor(Duration time) {
    Instant end = now.get().plus(time);
    while (now.get().isBefore(end)) {
      watch.look();
      now.set(now.get().plusSeconds(5));
    }
  }
}
