package dev.outbox.starter.inbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.outbox.starter.sample.ThingHappened;
import dev.outbox.starter.sample.ThingNoticed;
import org.junit.jupiter.api.Test;
import org.springframework.context.annotation.AnnotationConfigApplicationContext;

class EventHandlersTests {

  @Test
  void handlersAreFoundByTheTypeOfTheirEvent() {
    EventHandlers handlers = handlersOf(OfBoth.class);
    assertThat(handlers.types())
        .containsExactlyInAnyOrder("test.ThingHappened.v1", "test.ThingNoticed.v1");
    assertThat(handlers.of("test.ThingHappened.v1"))
        .satisfies(handler -> assertThat(handler.event()).isEqualTo(ThingHappened.class));
    assertThat(handlers.of("test.Unknown.v1")).isNull();
  }

  @Test
  void twoHandlersOfOneTypeAreRefused() {
    assertThatThrownBy(() -> handlersOf(OfBoth.class, OfOne.class))
        .hasStackTraceContaining("ThingHappened has two handlers")
        .hasStackTraceContaining("OfOne.on");
  }

  @Test
  void aMethodThatTakesNoEventIsRefused() {
    assertThatThrownBy(() -> handlersOf(OfNothing.class))
        .hasStackTraceContaining("is no event handler");
  }

  private static EventHandlers handlersOf(Class<?>... beans) {
    try (var context = new AnnotationConfigApplicationContext()) {
      context.register(beans);
      context.registerBean(EventHandlers.class, () -> new EventHandlers(context.getBeanFactory()));
      context.refresh();
      return context.getBean(EventHandlers.class);
    }
  }

  static class OfBoth {

    @EventHandler
    void on(ThingHappened event) {}

    @EventHandler
    void on(ThingNoticed event, EventMetadata metadata) {}
  }

  static class OfOne {

    @EventHandler
    void on(ThingHappened event) {}
  }

  static class OfNothing {

    @EventHandler
    void on(String event) {}
  }
}
