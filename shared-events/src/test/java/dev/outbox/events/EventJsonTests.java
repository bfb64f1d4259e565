package dev.outbox.events;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.outbox.events.order.OrderConfirmed;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class EventJsonTests {

  @Test
  void wholeCharactersAreWrittenAndRead() {
    OrderConfirmed event = confirmed("a\ud83d\ude00z@example.org");
    byte[] json = EventJson.write(event).getBytes(StandardCharsets.UTF_8);
    assertThat(EventJson.read(OrderConfirmed.class, json)).isEqualTo(event);
  }

  @ParameterizedTest
  @ValueSource(strings = {"\ud83d", "\ude00", "\ude00\ud83d"})
  void halfACharacterIsNotWritten(String half) {
    assertThatThrownBy(() -> EventJson.write(confirmed("a" + half + "z@example.org")))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("OrderConfirmed has half of a surrogate pair");
  }

  @ParameterizedTest
  @ValueSource(strings = {"\\ud83d", "\\ude00", "\\ude00\\ud83d", "\u00ed\u00a0\u00bd"})
  void halfACharacterIsNotRead(String half) {
    // As bytes: the last one is half a pair in what only looks like UTF-8.
    byte[] json =
        EventJson.write(confirmed("a?z@example.org"))
            .replace("?", half)
            .getBytes(StandardCharsets.ISO_8859_1);
    assertThatThrownBy(() -> EventJson.read(OrderConfirmed.class, json))
        .isInstanceOf(InvalidEventException.class);
  }

  private static OrderConfirmed confirmed(String email) {
    return new OrderConfirmed(
        UUID.randomUUID(), "c-1", email, "EUR", new BigDecimal("1.00"), Instant.EPOCH);
  }
}
