package dev.outbox.starter.inbox;

import java.util.List;
import java.util.Map;
import org.springframework.boot.EnvironmentPostProcessor;
import org.springframework.boot.SpringApplication;
import org.springframework.core.env.ConfigurableEnvironment;
import org.springframework.core.env.MapPropertySource;

/**
 * Tells Spring Cloud Stream what the inbox needs, so that a service only names its topics. These
 * are defaults: whatever the application sets itself wins.
 */
final class SpringCloudStreamDefaults implements EnvironmentPostProcessor {

  /** Name of the function that consumes events. */
  static final String FUNCTION = "inbox";

  /** Name of its binding. */
  static final String BINDING = FUNCTION + "-in-0";

  /** Name of the property source with the defaults, the last one. */
  static final String SOURCE = "outboxInboxDefaults";

  /**
   * A function of the application is its own business: Spring Cloud Stream would bind it to Kafka.
   */
  private static final Map<String, Object> PRODUCER_ONLY =
      Map.of("spring.cloud.stream.function.autodetect", "false");

  private static final String CONSUMER = "spring.cloud.stream.bindings." + BINDING;
  private static final String KAFKA_CONSUMER =
      "spring.cloud.stream.kafka.bindings." + BINDING + ".consumer";

  @Override
  public void postProcessEnvironment(
      ConfigurableEnvironment environment, SpringApplication application) {
    List<String> topics = InboxTopics.of(environment);
    environment
        .getPropertySources()
        .addLast(new MapPropertySource(SOURCE, topics.isEmpty() ? PRODUCER_ONLY : inbox(topics)));
  }

  private static Map<String, Object> inbox(List<String> topics) {
    return Map.ofEntries(
        Map.entry("outbox.inbox.operator.password", "${INBOX_OPERATOR_PASSWORD:}"),
        Map.entry("spring.cloud.function.definition", FUNCTION),
        Map.entry(CONSUMER + ".destination", String.join(",", topics)),
        Map.entry(
            CONSUMER + ".group", "${outbox.inbox.consumer:${spring.application.name:application}}"),
        // A transaction for all that a poll brings; its records as they are.
        Map.entry(CONSUMER + ".consumer.batch-mode", "true"),
        Map.entry(CONSUMER + ".consumer.use-native-decoding", "true"),
        // The container retries (RedeliveringContainers), not the binder.
        Map.entry(CONSUMER + ".consumer.max-attempts", "1"),
        Map.entry(KAFKA_CONSUMER + ".configuration.isolation.level", "read_committed"),
        // After kill -9 a partition waits for its dead consumer that long, not 45 s.
        Map.entry(KAFKA_CONSUMER + ".configuration.session.timeout.ms", "10000"),
        Map.entry(KAFKA_CONSUMER + ".configuration.heartbeat.interval.ms", "2000"),
        // While members come and go, consumers keep what they have, and go on with it.
        Map.entry(
            KAFKA_CONSUMER + ".configuration.partition.assignment.strategy",
            "org.apache.kafka.clients.consumer.CooperativeStickyAssignor"),
        // Kafka away at start: try again soon, the application is up meanwhile.
        Map.entry("spring.cloud.stream.binding-retry-interval", "2"),
        // RedeliveringContainers tells of failures in a line each; this would add a
        // stack trace.
        Map.entry("logging.level.org.springframework.integration.handler.LoggingHandler", "OFF"),
        // KafkaWatch tells that Kafka is away; these would every second.
        Map.entry("logging.level.org.springframework.cloud.stream.binding.BindingService", "OFF"),
        Map.entry("logging.level.org.apache.kafka.clients.NetworkClient", "ERROR"),
        Map.entry("logging.level.org.apache.kafka.clients.ClientUtils", "ERROR"),
        // Seconds; health must answer also while Kafka is away.
        Map.entry("spring.cloud.stream.kafka.binder.health-timeout", "3"),
        Map.entry(
            "spring.cloud.stream.kafka.binder.brokers",
            "${spring.kafka.bootstrap-servers:localhost:9092}"),
        Map.entry(
            "spring.cloud.stream.kafka.binder.min-partition-count",
            "${outbox.topics.partitions:6}"),
        Map.entry(
            "spring.cloud.stream.kafka.binder.replication-factor",
            "${outbox.topics.replication:1}"));
  }
}
