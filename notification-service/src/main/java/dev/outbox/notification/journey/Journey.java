package dev.outbox.notification.journey;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * All that is known of an order. The same events make the same journey, in whatever order and
 * however often they come; only {@code movedAt} and what follows from it tell when they came.
 *
 * @param orderId the order
 * @param steps its events, in the order of their times
 * @param movedAt when the newest of them came here, by this machine's clock
 * @param stalledAfter the id of the last step, if {@code SagaStalled} was raised because nothing
 *     came after it; null if the saga moves or has ended
 */
record Journey(String orderId, List<Step> steps, Instant movedAt, @Nullable String stalledAfter) {

  /** So many steps are kept, the earliest ones: no key can grow without end. */
  static final int MOST_STEPS = 100;

  private static final String SENT = "dev.outbox.notification.NotificationSent";
  private static final String FAILED = "dev.outbox.notification.NotificationFailed";
  private static final String RESERVED = "dev.outbox.inventory.StockReserved";
  private static final String RELEASED = "dev.outbox.inventory.StockReleased";

  Journey {
    steps = List.copyOf(steps);
  }

  static Journey begin(String orderId, Instant now) {
    return new Journey(orderId, List.of(), now, null);
  }

  /** The journey with one more step; itself, if it has that step or has too many. */
  Journey with(Step step, Instant now) {
    if (steps.stream().anyMatch(known -> known.eventId().equals(step.eventId()))) {
      return this;
    }
    List<Step> more =
        Stream.concat(steps.stream(), Stream.of(step))
            .sorted(Step.ORDER)
            .limit(MOST_STEPS)
            .toList();
    if (more.equals(steps)) {
      return this;
    }
    return step.moves()
        ? new Journey(orderId, more, now, null)
        : new Journey(orderId, more, movedAt, stalledAfter);
  }

  /** The journey after {@code SagaStalled} was raised for it. */
  Journey stalledAfter(Step last) {
    return new Journey(orderId, steps, movedAt, last.eventId());
  }

  JourneyState state() {
    return JourneyState.of(steps);
  }

  boolean isStalled() {
    return stalledAfter != null;
  }

  /**
   * Whether nothing is to come any more: there is an outcome, the customer was told of it or cannot
   * be, and what was set aside for a cancelled order is given back.
   */
  boolean hasEnded() {
    JourneyState state = state();
    if (state == JourneyState.PENDING || !isTold(state)) {
      return false;
    }
    return state != JourneyState.CANCELLED || !has(RESERVED) || has(RELEASED);
  }

  private boolean isTold(JourneyState outcome) {
    String kind = "ORDER_" + outcome;
    return steps.stream()
        .anyMatch(step -> (step.is(SENT) || step.is(FAILED)) && kind.equals(step.detail()));
  }

  private boolean has(String type) {
    return steps.stream().anyMatch(step -> step.is(type));
  }

  /** The last step that took the saga further; empty if there is none. */
  Optional<Step> lastMove() {
    return moves().reduce((earlier, later) -> later);
  }

  /**
   * How long the order took from being placed to its first outcome; empty if not both are known.
   */
  Optional<Duration> duration() {
    Optional<Step> placed = steps.stream().filter(JourneyState.PENDING::isToldBy).findFirst();
    Optional<Step> outcome =
        steps.stream()
            .filter(step -> JourneyState.of(List.of(step)) != JourneyState.PENDING)
            .findFirst();
    return placed.flatMap(from -> outcome.map(to -> Duration.between(from.time(), to.time())));
  }

  /** The steps that took the saga further. */
  private Stream<Step> moves() {
    return steps.stream().filter(Step::moves);
  }

  /** How long each step took: the time since the one before, null for the first. */
  List<@Nullable Duration> times() {
    List<@Nullable Duration> times = new ArrayList<>();
    @Nullable Step before = null;
    for (Step step : steps) {
      times.add(before == null ? null : Duration.between(before.time(), step.time()));
      if (step.moves()) {
        before = step;
      }
    }
    return times;
  }
}
