package dev.outbox.benchmarks.testbed;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.outbox.benchmarks.testbed.Options.Part;
import java.util.List;
import org.junit.jupiter.api.Test;

class OptionsTests {

  @Test
  void withoutOptionsAllRuns() {
    Options options = Options.parse(List.of());
    assertThat(options.parts()).containsExactly(Part.values());
    assertThat(options.events(7)).isEqualTo(7);
    assertThat(options.contenders().test("anything")).isTrue();
  }

  @Test
  void partsAndTheirSizesCanBeChosen() {
    Options options =
        Options.parse(List.of("--only", "drain,idle", "--events", "1000", "--warm-up", "1"));
    assertThat(options.parts()).containsExactly(Part.DRAIN, Part.IDLE);
    assertThat(options.events(7)).isEqualTo(1_000);
    assertThat(options.warmUp()).isEqualTo(1);
  }

  @Test
  void mistakesAreNamed() {
    assertThatThrownBy(() -> Options.parse(List.of("--only", "everything")))
        .hasMessageContaining("everything");
    assertThatThrownBy(() -> Options.parse(List.of("--events", "-5"))).hasMessageContaining("-5");
    assertThatThrownBy(() -> Options.parse(List.of("--fast", "yes")))
        .hasMessageContaining("--fast");
    assertThatThrownBy(() -> Options.parse(List.of("--events"))).hasMessageContaining("--events");
  }
}
