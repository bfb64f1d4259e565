package dev.outbox.starter.inbox;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class LogTextTests {

  @Test
  void printableTextStaysAsItIs() {
    assertThat(LogText.of("a key/ü 世界 🍐 'x'")).isEqualTo("a key/ü 世界 🍐 'x'");
  }

  @Test
  void whatCouldForgeALineIsEscaped() {
    assertThat(LogText.of("a\r\n2026-12-01 ERROR b\u001b[2J\u2028\u202e\t"))
        .isEqualTo("a\\r\\n2026-12-01 ERROR b\\u001b[2J\\u2028\\u202e\\t");
    assertThat(LogText.of("\ud83d \u0085")).isEqualTo("\\ud83d \\u0085");
  }
}
