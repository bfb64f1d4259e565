package dev.outbox.benchmarks.relay;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import tools.jackson.databind.json.JsonMapper;

class PayloadTests {

  @Test
  void whatIsWrittenIsRead() {
    byte[] json = Payload.of(1_234_567, Long.MAX_VALUE);
    assertThat(Payload.sequence(json)).isEqualTo(1_234_567);
    assertThat(Payload.nanos(json)).isEqualTo(Long.MAX_VALUE);
  }

  @Test
  void itIsJsonOfTheSameLengthEachTime() {
    assertThat(Payload.of(0, 0)).hasSize(Payload.BYTES);
    assertThat(Payload.of(Long.MAX_VALUE, 1)).hasSize(Payload.BYTES);
    assertThat(new JsonMapper().readTree(Payload.text(42, 7)).get("sequence").asLong())
        .isEqualTo(42);
  }

  @Test
  void somethingElseIsRefused() {
    byte[] quoted = ("\"" + Payload.text(1, 1)).getBytes(UTF_8);
    assertThatThrownBy(() -> Payload.sequence(quoted)).isInstanceOf(IllegalArgumentException.class);
  }
}
