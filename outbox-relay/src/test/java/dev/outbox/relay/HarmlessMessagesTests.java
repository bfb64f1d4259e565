package dev.outbox.relay;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class HarmlessMessagesTests {

  @Test
  void controlCharactersAndLineSeparatorsAreEscaped() {
    assertThat(HarmlessMessages.escaped("a\nb\r\tc\u001b[2Kd\u2028e\u0085f\u0000"))
        .isEqualTo("a\\nb\\r\\u0009c\\u001b[2Kd\\u2028e\\u0085f\\u0000");
  }

  @Test
  void whatIsHarmlessStaysAsItIs() {
    assertThat(HarmlessMessages.escaped("ключ '🚀' 100% \\n")).isEqualTo("ключ '🚀' 100% \\n");
  }
}
