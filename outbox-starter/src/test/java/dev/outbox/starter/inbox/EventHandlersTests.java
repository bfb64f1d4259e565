package dev.outbox.starter.inbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.outbox.events.Event;
import dev.outbox.starter.sample.ThingHappened;
import dev.outbox.starter.sample.ThingNoticed;
import java.util.List;
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

  @Test
  void aPreparationMayTakeWhatSeveralEventsHaveInCommon() {
    BeforeBatchMethod method =
        handlersOf(OfBoth.class, ForAll.class).beforeBatch().iterator().next();
    assertThat(method.takes(ThingHappened.class)).isTrue();
    assertThat(method.takes(ThingNoticed.class)).isTrue();
  }

  @Test
  void aPreparationForWhatNobodyHandlesIsRefused() {
    assertThatThrownBy(() -> handlersOf(OfOne.class, ForOther.class))
        .hasStackTraceContaining("which has no @EventHandler");
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

  static class ForAll {

    @BeforeBatch
    void prepare(List<Event> events) {}
  }

  static class ForOther {

    @BeforeBatch
    void prepare(List<ThingNoticed> events) {}
  }

  static class OfNothing {

    @EventHandler
    void on(String event) {}
  }
}
