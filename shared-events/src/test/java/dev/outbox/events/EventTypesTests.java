package dev.outbox.events;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class EventTypesTests {

  private record Unnamed() implements Event {

    @Override
    public String aggregateId() {
      return "1";
    }
  }

  @Test
  void anEventWithoutANameIsRefusedWithWhatToDo() {
    assertThatThrownBy(() -> EventTypes.of(Unnamed.class))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("annotate it with @EventType");
  }
}
