package dev.outbox.starter.inbox;

import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.SmartInitializingSingleton;
import org.springframework.cloud.stream.binder.kafka.ListenerContainerWithDlqAndRetryCustomizer;
import org.springframework.cloud.stream.config.BindingServiceProperties;
import org.springframework.cloud.stream.config.ListenerContainerCustomizer;
import org.springframework.core.env.Environment;

/**
 * Refuses settings of Spring Cloud Stream with which the inbox would consume nothing, or skip
 * events that cannot be handled now.
 */
final class InboxBindingCheck implements SmartInitializingSingleton {

  private final ObjectProvider<BindingServiceProperties> bindings;
  private final ObjectProvider<ListenerContainerCustomizer<?>> customizers;
  private final Environment environment;

  InboxBindingCheck(
      ObjectProvider<BindingServiceProperties> bindings,
      ObjectProvider<ListenerContainerCustomizer<?>> customizers,
      Environment environment) {
    this.bindings = bindings;
    this.customizers = customizers;
    this.environment = environment;
  }

  @Override
  public void afterSingletonsInstantiated() {
    requireFunction("spring.cloud.stream.function.definition");
    requireFunction("spring.cloud.function.definition");
    requireCustomizer();
  }

  private void requireFunction(String property) {
    @Nullable String definition = environment.getProperty(property);
    if (definition != null
        && Arrays.stream(definition.split(";"))
            .map(String::strip)
            .noneMatch(SpringCloudStreamDefaults.FUNCTION::equals)) {
      throw new IllegalStateException(
          "%s is '%s', so the inbox would consume nothing of outbox.inbox.topics. Set it to '%s;%s'"
              .formatted(property, definition, definition, SpringCloudStreamDefaults.FUNCTION));
    }
  }

  private void requireCustomizer() {
    @Nullable ListenerContainerCustomizer<?> applied = customizers.getIfAvailable();
    if (!(applied instanceof RedeliveringContainers)) {
      throw new IllegalStateException(
          "The binder would take %s for its ListenerContainerCustomizer, and the inbox would skip events"
                  .formatted(applied)
              + " that cannot be handled now. Do not make it @Primary: the inbox calls it");
    }
    List<ListenerContainerCustomizer<?>> others =
        customizers.stream().filter(other -> other != applied).toList();
    if (others.stream().anyMatch(ListenerContainerWithDlqAndRetryCustomizer.class::isInstance)) {
      throw new IllegalStateException(
          "A ListenerContainerWithDlqAndRetryCustomizer does not go with the inbox, whose customizer"
              + " the binder takes. Make it a KafkaListenerContainerCustomizer");
    }
    boolean ownBinders =
        bindings.stream()
            .flatMap(properties -> properties.getBinders().values().stream())
            .anyMatch(binder -> !binder.getEnvironment().isEmpty());
    if (ownBinders && !others.isEmpty()) {
      throw new IllegalStateException(
          "Binders with an environment of their own (spring.cloud.stream.binders) take a single"
              + " ListenerContainerCustomizer, and the inbox has one. Remove %s, or the binders' environment"
                  .formatted(others));
    }
  }
}
