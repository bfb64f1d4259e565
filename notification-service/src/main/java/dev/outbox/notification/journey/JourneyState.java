package dev.outbox.notification.journey;

import java.util.Comparator;
import java.util.List;

/** How an order stands, as far as events tell. */
enum JourneyState {
  /** No event has told how the order ended. */
  PENDING("OrderPlaced"),
  /** Everything is set aside. */
  CONFIRMED("OrderConfirmed"),
  /** The order cannot be fulfilled. */
  REJECTED("OrderRejected"),
  /** The order was called off, perhaps after it was confirmed. */
  CANCELLED("OrderCancelled");

  private final String event;

  JourneyState(String event) {
    this.event = "dev.outbox.order." + event;
  }

  /** Whether a step tells of this state. */
  boolean isToldBy(Step step) {
    return step.is(event);
  }

  /** The state that steps tell of, in whatever order they are: the last one of this list wins. */
  static JourneyState of(List<Step> steps) {
    return steps.stream().map(JourneyState::of).max(Comparator.naturalOrder()).orElse(PENDING);
  }

  private static JourneyState of(Step step) {
    for (JourneyState state : values()) {
      if (state.isToldBy(step)) {
        return state;
      }
    }
    return PENDING;
  }
}
