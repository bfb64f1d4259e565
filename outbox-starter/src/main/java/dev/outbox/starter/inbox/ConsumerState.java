package dev.outbox.starter.inbox;

import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.cloud.stream.binder.Binding;
import org.springframework.cloud.stream.binding.BindingService;
import org.springframework.cloud.stream.config.BindingServiceProperties;
import org.springframework.context.event.EventListener;
import org.springframework.kafka.event.ConsumerRetryAuthEvent;
import org.springframework.kafka.event.ConsumerRetryAuthSuccessfulEvent;
import org.springframework.kafka.listener.MessageListenerContainer;

/**
 * What keeps the consumer from consuming: it is not bound yet, or its broker has gone silent. It
 * goes by the listener containers: a binding that came about after the start, since Kafka was away,
 * does not tell of it.
 */
final class ConsumerState implements Supplier<@Nullable String> {

  /** Longer than consumers of one group take to share their partitions, as a rule. */
  private static final Duration SILENCE = Duration.ofSeconds(20);

  /**
   * So many containers that were never started are kept; while Kafka is away they would pile up.
   */
  private static final int ATTEMPTS = 10;

  private final ObjectProvider<BindingService> bindings;
  private final Map<String, List<Watched>> containers = new ConcurrentHashMap<>();

  /** Consumers that Kafka refuses, with their containers: also those of other listeners. */
  private final Map<Object, MessageListenerContainer> refused = new ConcurrentHashMap<>();

  ConsumerState(ObjectProvider<BindingService> bindings) {
    this.bindings = bindings;
  }

  /** Attempts to bind a destination make a container each; the one that was bound runs. */
  void watch(String destination, MessageListenerContainer container) {
    List<Watched> made =
        containers.computeIfAbsent(destination, any -> new CopyOnWriteArrayList<>());
    if (made.size() >= ATTEMPTS) {
      made.removeIf(attempt -> !attempt.isRunning());
    }
    made.add(new Watched(container, System.nanoTime()));
  }

  /** Tells whether a container with this destination and group consumes for the inbox. */
  boolean isInbox(String destination, String group) {
    BindingServiceProperties binding = bindings.getObject().getBindingServiceProperties();
    return group.equals(binding.getGroup(SpringCloudStreamDefaults.BINDING))
        && topics(binding.getBindingDestination(SpringCloudStreamDefaults.BINDING))
            .anyMatch(topic -> topics(destination).anyMatch(topic::equals));
  }

  boolean isWatched(MessageListenerContainer container) {
    return containers.values().stream()
        .flatMap(List::stream)
        .anyMatch(watched -> watched.container() == container);
  }

  /** Kafka refuses a consumer, which asks again. */
  @EventListener
  void refused(ConsumerRetryAuthEvent event) {
    refused.put(event.getSource(), event.getContainer(MessageListenerContainer.class));
  }

  @EventListener
  void admitted(ConsumerRetryAuthSuccessfulEvent event) {
    refused.remove(event.getSource());
  }

  /** What Kafka refuses; null if it refuses nothing. */
  @Nullable String refusal() {
    if (containers.values().stream().flatMap(List::stream).noneMatch(this::isRefused)) {
      return null;
    }
    BindingServiceProperties binding = bindings.getObject().getBindingServiceProperties();
    return "Kafka does not let the user of this application in, or read %s as the group %s"
        .formatted(
            binding.getBindingDestination(SpringCloudStreamDefaults.BINDING),
            binding.getGroup(SpringCloudStreamDefaults.BINDING));
  }

  private boolean isRefused(Watched watched) {
    return watched.isRunning() && refused.containsValue(watched.container());
  }

  /** Whether all topics are being consumed, as far as this application knows. */
  boolean isBound() {
    if (refusal() != null) {
      return false;
    }
    String destinations =
        bindings
            .getObject()
            .getBindingServiceProperties()
            .getBindingDestination(SpringCloudStreamDefaults.BINDING);
    List<String> running =
        containers.entrySet().stream()
            .filter(made -> made.getValue().stream().anyMatch(Watched::isRunning))
            .flatMap(container -> topics(container.getKey()))
            .toList();
    return topics(destinations).allMatch(running::contains);
  }

  private static Stream<String> topics(String destinations) {
    return Stream.of(destinations.split(",")).map(String::trim);
  }

  @Override
  public @Nullable String get() {
    @Nullable String refusal = refusal();
    if (refusal != null) {
      return refusal;
    }
    if (!isBound()) {
      return "the consumer is not bound to its topics yet" + error();
    }
    Duration silence =
        containers.values().stream()
            .flatMap(List::stream)
            .filter(Watched::isRunning)
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

    boolean isRunning() {
      return container.isRunning();
    }

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
