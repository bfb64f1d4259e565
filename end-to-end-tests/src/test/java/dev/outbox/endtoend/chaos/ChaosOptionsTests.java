package dev.outbox.endtoend.chaos;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ChaosOptionsTests {

  @Test
  void bothModesAreTheDefault() {
    assertThat(ChaosOptions.of("--seed", "7")).hasToString("10 min, binlog and polling, seed 7");
  }

  @Test
  void allMayBeChosen() {
    assertThat(ChaosOptions.of("--minutes", "3", "--mode", "polling", "--seed", "7"))
        .hasToString("3 min, polling, seed 7");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "--minutes",
        "--minutes x",
        "--minutes -1",
        "--seed 1.5",
        "--mode log",
        "--hours 1"
      })
  void whatIsNotUnderstoodIsRefused(String arguments) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> ChaosOptions.of(arguments.split(" ")))
        .withMessageContaining(arguments.split(" ")[0]);
  }
}
