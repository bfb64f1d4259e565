package dev.outbox.starter.inbox;

import java.util.Map;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.SmartInitializingSingleton;
import org.springframework.boot.kafka.autoconfigure.KafkaConnectionDetails;
import org.springframework.core.env.ConfigurableEnvironment;
import org.springframework.core.env.MapPropertySource;

/**
 * Tells the binder where Kafka is. Spring Boot knows: from a property, or from what replaces it,
 * such as a test's {@code @ServiceConnection}. The binder by itself looks at properties only. It is
 * made after all singletons, so that it finds this one; what the application sets itself wins.
 */
final class BinderBrokers implements SmartInitializingSingleton {

  private final ObjectProvider<KafkaConnectionDetails> kafka;
  private final ConfigurableEnvironment environment;

  BinderBrokers(ObjectProvider<KafkaConnectionDetails> kafka, ConfigurableEnvironment environment) {
    this.kafka = kafka;
    this.environment = environment;
  }

  @Override
  public void afterSingletonsInstantiated() {
    kafka.ifAvailable(
        details ->
            environment
                .getPropertySources()
                .addLast(
                    new MapPropertySource(
                        "outboxInboxBrokers",
                        Map.of(
                            "spring.cloud.stream.kafka.binder.brokers",
                            String.join(",", details.getConsumer().getBootstrapServers())))));
  }
}
