package dev.outbox.starter.inbox;

import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Supplier;
import org.apache.kafka.common.Metric;
import org.apache.kafka.common.MetricName;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.cloud.stream.binder.Binding;
import org.springframework.cloud.stream.binding.BindingService;
import org.springframework.cloud.stream.binding.BindingsLifecycleController;
import org.springframework.kafka.listener.MessageListenerContainer;

/** What keeps the consumer from consuming: it is not bound yet, or its broker has gone silent. */
final class ConsumerState implements Supplier<@Nullable String> {

  private static final double SILENCE_SECONDS = 10;

  private final BindingsLifecycleController bindings;
  private final ObjectProvider<BindingService> service;
  private final List<MessageListenerContainer> containers = new CopyOnWriteArrayList<>();

  ConsumerState(BindingsLifecycleController bindings, ObjectProvider<BindingService> service) {
    this.bindings = bindings;
    this.service = service;
  }

  void watch(MessageListenerContainer container) {
    containers.add(container);
  }

  @Override
  public @Nullable String get() {
    List<Binding<?>> bound = bindings.queryState(SpringCloudStreamDefaults.BINDING);
    if (bound.isEmpty() || !bound.stream().allMatch(Binding::isRunning)) {
      return "the consumer is not bound to its topics yet" + error();
    }
    double silence = secondsSinceHeartbeat();
    return silence > SILENCE_SECONDS ? "no sign of it for %.0f s".formatted(silence) : null;
  }

  /** Why the first attempt to bind it failed. */
  private String error() {
    List<Binding<?>> late =
        service.getObject().getConsumerBindings(SpringCloudStreamDefaults.BINDING);
    for (Binding<?> binding : Objects.requireNonNullElse(late, List.<Binding<?>>of())) {
      if (binding instanceof BindingService.LateBinding<?> failed && failed.getError() != null) {
        return " (" + failed.getError() + ")";
      }
    }
    return "";
  }

  /** Heartbeats go to the group's broker every two seconds; -1 before the first. */
  private double secondsSinceHeartbeat() {
    double longest = -1;
    for (MessageListenerContainer container : containers) {
      for (Map<MetricName, ? extends Metric> ofClient : container.metrics().values()) {
        for (Metric metric : ofClient.values()) {
          if (metric.metricName().name().equals("last-heartbeat-seconds-ago")
              && metric.metricValue() instanceof Number seconds) {
            longest = Math.max(longest, seconds.doubleValue());
          }
        }
      }
    }
    return longest;
  }
}
