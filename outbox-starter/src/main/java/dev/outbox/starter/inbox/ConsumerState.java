package dev.outbox.starter.inbox;

import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Supplier;
import org.apache.kafka.common.Metric;
import org.apache.kafka.common.MetricName;
import org.jspecify.annotations.Nullable;
import org.springframework.cloud.stream.binder.Binding;
import org.springframework.cloud.stream.binding.BindingService;
import org.springframework.cloud.stream.binding.BindingsLifecycleController;
import org.springframework.kafka.listener.MessageListenerContainer;

/** What keeps the consumer from consuming: it is not bound yet, or its broker has gone silent. */
final class ConsumerState implements Supplier<@Nullable String> {

  private static final double SILENCE_SECONDS = 10;

  private final BindingsLifecycleController bindings;
  private final List<MessageListenerContainer> containers = new CopyOnWriteArrayList<>();

  ConsumerState(BindingsLifecycleController bindings) {
    this.bindings = bindings;
  }

  void watch(MessageListenerContainer container) {
    containers.add(container);
  }

  @Override
  public @Nullable String get() {
    List<Binding<?>> bound = bindings.queryState(SpringCloudStreamDefaults.BINDING);
    if (bound.isEmpty() || !bound.stream().allMatch(Binding::isRunning)) {
      return "the consumer is not bound to its topics yet" + error(bound);
    }
    double silence = secondsSinceHeartbeat();
    return silence > SILENCE_SECONDS ? "no sign of it for %.0f s".formatted(silence) : null;
  }

  private static String error(List<Binding<?>> bound) {
    for (Binding<?> binding : bound) {
      if (binding instanceof BindingService.LateBinding<?> late && late.getError() != null) {
        return " (" + late.getError() + ")";
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
