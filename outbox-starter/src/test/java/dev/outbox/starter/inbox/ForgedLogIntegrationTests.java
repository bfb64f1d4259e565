package dev.outbox.starter.inbox;

import static org.assertj.core.api.Assertions.assertThat;

import dev.outbox.starter.sample.SampleTest;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

/** Keys are chosen by others, and the log is read by people and tools. */
@SampleTest
@ExtendWith(OutputCaptureExtension.class)
class ForgedLogIntegrationTests extends ConsumerTestSupport {

  @Test
  void keyWithLineBreaksForgesNoLineOfTheLog(CapturedOutput output) {
    Instance instance = instance(Duration.ofDays(1), 1_000);
    String key = "k\nERROR forged " + run;
    handler.failing.add(run + "fails");
    instance.take(
        instance.event(key(key), run + "1", run + "fails"),
        instance.event(key(key), run + "2", "behind"));
    instance.parking.release(key(key));
    handler.failing.clear();
    instance.parking.release(key(key));
    assertThat(handled(key)).containsExactly(run + "fails", "behind");
    assertThat(output.getAll().lines())
        .noneMatch(line -> line.startsWith("ERROR forged"))
        .anyMatch(line -> line.contains("k\\nERROR forged " + run));
  }
}
