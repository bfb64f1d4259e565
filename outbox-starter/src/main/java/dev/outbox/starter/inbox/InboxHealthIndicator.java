package dev.outbox.starter.inbox;

import java.util.List;
import java.util.Map;
import org.springframework.boot.health.contributor.AbstractHealthIndicator;
import org.springframework.boot.health.contributor.Health;
import org.springframework.cloud.stream.binder.Binding;
import org.springframework.cloud.stream.binding.BindingsLifecycleController;

/**
 * DOWN while the consumer is not bound to its topics, or while an event's handler keeps failing and
 * so holds up a partition. Not part of readiness: requests can be served meanwhile.
 */
final class InboxHealthIndicator extends AbstractHealthIndicator {

  private final BindingsLifecycleController bindings;
  private final FailingPartitions failing;
  private final EventHandlers handlers;

  InboxHealthIndicator(
      BindingsLifecycleController bindings, FailingPartitions failing, EventHandlers handlers) {
    super("The state of the inbox is not known");
    this.bindings = bindings;
    this.failing = failing;
    this.handlers = handlers;
  }

  @Override
  protected void doHealthCheck(Health.Builder builder) {
    List<Binding<?>> bound = bindings.queryState(SpringCloudStreamDefaults.BINDING);
    boolean running = !bound.isEmpty() && bound.stream().allMatch(Binding::isRunning);
    Map<String, FailingPartitions.Failure> failures = failing.current();
    builder
        .status(running && failures.isEmpty() ? "UP" : "DOWN")
        .withDetail("consumer", running ? "bound" : "not bound")
        .withDetail("handles", handlers.types().stream().sorted().toList())
        .withDetail("failing", failures);
  }
}
