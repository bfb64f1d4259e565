package dev.outbox.notification.journey;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * A journey as others see it: the answer of the HTTP API, and the value of {@code journey-updates}.
 *
 * @param orderId the order
 * @param state how it stands
 * @param ended whether nothing is to come any more
 * @param stalled whether {@code SagaStalled} was raised, and nothing has come since
 * @param movedAt when the newest step came to this service, by its clock
 * @param durationSeconds from the order to its first outcome; null if not both are known
 * @param steps its events, in the order of their times
 */
record JourneyView(
    String orderId,
    JourneyState state,
    boolean ended,
    boolean stalled,
    Instant movedAt,
    @Nullable Double durationSeconds,
    List<StepView> steps) {

  static JourneyView of(Journey journey) {
    List<Step> steps = journey.steps();
    List<@Nullable Duration> times = journey.times();
    return new JourneyView(
        journey.orderId(),
        journey.state(),
        journey.hasEnded(),
        journey.isStalled(),
        journey.movedAt(),
        journey.duration().map(JourneyView::seconds).orElse(null),
        new ArrayList<>(
            IntStream.range(0, steps.size())
                .mapToObj(i -> StepView.of(steps.get(i), times.get(i)))
                .toList()));
  }

  /**
   * A step as others see it.
   *
   * @param eventId the event's id
   * @param type its type
   * @param source who published it
   * @param time when it was written, by the clock of the writer's database
   * @param detail the reason of an outcome, the kind of a message; null if there is none
   * @param tookSeconds since the step before; null for the first
   */
  record StepView(
      String eventId,
      String type,
      String source,
      Instant time,
      @Nullable String detail,
      @Nullable Double tookSeconds) {

    private static StepView of(Step step, @Nullable Duration took) {
      return new StepView(
          step.eventId(),
          step.type(),
          step.source(),
          step.time(),
          step.detail(),
          took == null ? null : seconds(took));
    }
  }

  private static double seconds(Duration duration) {
    // In nanoseconds, a long holds no more than 292 years.
    return duration.getSeconds() + duration.getNano() / 1_000_000_000d;
  }
}
