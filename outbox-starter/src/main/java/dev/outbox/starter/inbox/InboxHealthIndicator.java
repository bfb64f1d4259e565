package dev.outbox.starter.inbox;

import java.util.Map;
import org.springframework.boot.health.contributor.AbstractHealthIndicator;
import org.springframework.boot.health.contributor.Health;

/**
 * DOWN while the consumer is not bound to its topics, or while an event's handler keeps failing and
 * so holds up a partition. Not part of readiness: requests can be served meanwhile.
 */
final class InboxHealthIndicator extends AbstractHealthIndicator {

  private final ConsumerState state;
  private final FailingPartitions failing;
  private final EventHandlers handlers;

  InboxHealthIndicator(ConsumerState state, FailingPartitions failing, EventHandlers handlers) {
    super("The state of the inbox is not known");
    this.state = state;
    this.failing = failing;
    this.handlers = handlers;
  }

  @Override
  protected void doHealthCheck(Health.Builder builder) {
    boolean bound = state.isBound();
    Map<String, FailingPartitions.Failure> failures = failing.current();
    builder
        .status(bound && failures.isEmpty() ? "UP" : "DOWN")
        .withDetail("consumer", bound ? "bound" : "not bound")
        .withDetail("handles", handlers.types().stream().sorted().toList())
        .withDetail("failing", failures);
  }
}
