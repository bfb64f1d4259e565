package dev.outbox.starter.inbox;

import java.util.List;
import java.util.Map;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.SmartInitializingSingleton;
import org.springframework.boot.kafka.autoconfigure.KafkaConnectionDetails;
import org.springframework.core.env.ConfigurableEnvironment;
import org.springframework.core.env.MapPropertySource;

/**
 * Tells the binder where Kafka is if Spring Boot knows it from elsewhere than a property, such as a
 * test's {@code @ServiceConnection}. The binder by itself looks at properties only. It is made when
 * all singletons are, so that it finds this one; what the application sets itself wins.
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
    kafka.ifAvailable(details -> tell(details.getConsumer().getBootstrapServers()));
  }

  private void tell(List<String> servers) {
    environment
        .getPropertySources()
        .addBefore(
            SpringCloudStreamDefaults.SOURCE,
            new MapPropertySource(
                "outboxInboxBrokers",
                Map.of("spring.cloud.stream.kafka.binder.brokers", String.join(",", servers))));
  }
}
