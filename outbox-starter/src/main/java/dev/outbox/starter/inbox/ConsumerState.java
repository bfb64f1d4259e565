package dev.outbox.starter.inbox;

import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.cloud.stream.binder.Binding;
import org.springframework.cloud.stream.binding.BindingService;
import org.springframework.kafka.listener.MessageListenerContainer;

/**
 * What keeps the consumer from consuming: it is not bound yet, or its broker has gone silent. It
 * goes by the listener containers: a binding that came about after the start, since Kafka was away,
 * does not tell of it.
 */
final class ConsumerState implements Supplier<@Nullable String> {

  /** Longer than consumers of one group take to share their partitions, as a rule. */
  private static final Duration SILENCE = Duration.ofSeconds(20);

  private final ObjectProvider<BindingService> bindings;
  private final Map<String, Watched> containers = new ConcurrentHashMap<>();

  ConsumerState(ObjectProvider<BindingService> bindings) {
    this.bindings = bindings;
  }

  /** Each destination has one container; a new one replaces that of a binding that has ended. */
  void watch(String destination, MessageListenerContainer container) {
    containers.put(destination, new Watched(container, System.nanoTime()));
  }

  /** Whether all topics are being consumed, as far as this application knows. */
  boolean isBound() {
    String destinations =
        bindings
            .getObject()
            .getBindingServiceProperties()
            .getBindingDestination(SpringCloudStreamDefaults.BINDING);
    List<String> running =
        containers.entrySet().stream()
            .filter(container -> container.getValue().container().isRunning())
            .flatMap(container -> topics(container.getKey()))
            .toList();
    return topics(destinations).allMatch(running::contains);
  }

  private static Stream<String> topics(String destinations) {
    return Stream.of(destinations.split(",")).map(String::trim);
  }

  @Override
  public @Nullable String get() {
    if (!isBound()) {
      return "the consumer is not bound to its topics yet" + error();
    }
    Duration silence =
        containers.values().stream()
            .map(Watched::silence)
            .max(Comparator.naturalOrder())
            .orElse(Duration.ZERO);
    return silence.compareTo(SILENCE) > 0
        ? "no sign of it for %d s".formatted(silence.toSeconds())
        : null;
  }

  /** Why the first attempt to bind it failed. */
  private String error() {
    List<Binding<?>> bound =
        bindings.getObject().getConsumerBindings(SpringCloudStreamDefaults.BINDING);
    for (Binding<?> binding : Objects.requireNonNullElse(bound, List.<Binding<?>>of())) {
      if (binding instanceof BindingService.LateBinding<?> failed && failed.getError() != null) {
        return " (" + failed.getError() + ")";
      }
    }
    return "";
  }

  /** A container, and when it was made. */
  private record Watched(MessageListenerContainer container, long since) {

    /** How long ago it last sent a heartbeat, which it does every two seconds. */
    Duration silence() {
      return container.metrics().values().stream()
          .flatMap(ofClient -> ofClient.values().stream())
          .filter(metric -> metric.metricName().name().equals("last-heartbeat-seconds-ago"))
          .map(metric -> (Number) metric.metricValue())
          .filter(seconds -> seconds.longValue() >= 0) // -1 before the first
          .map(seconds -> Duration.ofSeconds(seconds.longValue()))
          .max(Comparator.naturalOrder())
          .orElseGet(() -> Duration.ofNanos(System.nanoTime() - since));
    }
  }
}
