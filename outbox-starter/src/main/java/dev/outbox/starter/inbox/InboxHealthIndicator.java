package dev.outbox.starter.inbox;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.health.contributor.AbstractHealthIndicator;
import org.springframework.boot.health.contributor.Health;

/**
 * DOWN while the consumer is not bound to its topics, while the database does not let events be
 * taken, or while work of the background (retries, purge) fails again and again. Parked keys are
 * told and leave it UP: other keys flow, and a restart mends nothing. Not part of readiness:
 * requests can be served meanwhile.
 */
final class InboxHealthIndicator extends AbstractHealthIndicator {

  private final ConsumerState state;
  private final StalledPartitions stalled;
  private final ParkedListing parked;
  private final EventHandlers handlers;
  private final List<BackgroundTask> tasks;

  InboxHealthIndicator(
      ConsumerState state,
      StalledPartitions stalled,
      ParkedListing parked,
      EventHandlers handlers,
      List<BackgroundTask> tasks) {
    super("The state of the inbox is not known");
    this.state = state;
    this.stalled = stalled;
    this.parked = parked;
    this.handlers = handlers;
    this.tasks = tasks;
  }

  @Override
  protected void doHealthCheck(Health.Builder builder) {
    boolean bound = state.isBound();
    @Nullable String refusal = state.refusal();
    Map<String, StalledPartitions.Stall> stalls = stalled.current();
    Map<String, String> failing = new TreeMap<>();
    tasks.forEach(task -> task.failure().ifPresent(reason -> failing.put(task.name(), reason)));
    builder
        .status(bound && stalls.isEmpty() && failing.isEmpty() ? "UP" : "DOWN")
        .withDetail("consumer", bound ? "bound" : refusal == null ? "not bound" : refusal)
        .withDetail("handles", handlers.types().stream().sorted().toList())
        .withDetail("stalled", stalls)
        .withDetail("failing", failing);
    builder.withDetail("parked", parked.summary());
  }
}
