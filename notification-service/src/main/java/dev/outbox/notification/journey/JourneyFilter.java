package dev.outbox.notification.journey;

import java.time.Duration;
import java.util.Comparator;
import org.jspecify.annotations.Nullable;

/**
 * Which journeys are asked for.
 *
 * @param state in which state; null for all
 * @param stalledFor those that have not ended and have not moved for so long; null for all
 * @param limit how many at most
 */
record JourneyFilter(@Nullable JourneyState state, @Nullable Duration stalledFor, int limit) {

  /** Those that wait longest come first if that is what is asked for, else the newest orders. */
  Comparator<JourneyView> order() {
    return stalledFor == null
        ? Comparator.comparing(JourneyView::orderId).reversed()
        : Comparator.comparing(JourneyView::movedAt).thenComparing(JourneyView::orderId);
  }

  boolean takes(Journey journey) {
    return state == null || state == journey.state();
  }

  /** Since when a journey must not have moved; null if that does not matter. */
  @Nullable Duration quiet() {
    // What is pending has not ended: the agenda leads there without a look at all journeys.
    return stalledFor == null && state == JourneyState.PENDING ? Duration.ZERO : stalledFor;
  }
}
