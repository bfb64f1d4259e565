package dev.outbox.starter.inbox;

import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.health.contributor.AbstractHealthIndicator;
import org.springframework.boot.health.contributor.Health;

/**
 * DOWN while the consumer is not bound to its topics, or while the database does not let events be
 * taken. Parked keys are told and leave it UP: other keys flow, and a restart mends nothing. Not
 * part of readiness: requests can be served meanwhile.
 */
final class InboxHealthIndicator extends AbstractHealthIndicator {

  private final ConsumerState state;
  private final StalledPartitions stalled;
  private final ParkedTable parked;
  private final EventHandlers handlers;

  InboxHealthIndicator(
      ConsumerState state, StalledPartitions stalled, ParkedTable parked, EventHandlers handlers) {
    super("The state of the inbox is not known");
    this.state = state;
    this.stalled = stalled;
    this.parked = parked;
    this.handlers = handlers;
  }

  @Override
  protected void doHealthCheck(Health.Builder builder) {
    boolean bound = state.isBound();
    @Nullable String refusal = state.refusal();
    Map<String, StalledPartitions.Stall> stalls = stalled.current();
    builder
        .status(bound && stalls.isEmpty() ? "UP" : "DOWN")
        .withDetail("consumer", bound ? "bound" : refusal == null ? "not bound" : refusal)
        .withDetail("handles", handlers.types().stream().sorted().toList())
        .withDetail("stalled", stalls);
    builder.withDetail("parked", parked.summary());
  }
}
