package dev.outbox.starter.inbox;

import dev.outbox.starter.OutboxSchemaAutoConfiguration;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Clock;
import java.util.List;
import java.util.Objects;
import javax.sql.DataSource;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.kafka.autoconfigure.KafkaConnectionDetails;
import org.springframework.cloud.stream.binder.kafka.provisioning.AdminClientConfigCustomizer;
import org.springframework.cloud.stream.binding.BindingService;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.env.ConfigurableEnvironment;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.TransactionDefinition;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * Gives every application with a data source an {@link Inbox}, and consumes events for its {@link
 * EventHandler} methods if {@code outbox.inbox.topics} names topics.
 */
@AutoConfiguration(
    after = OutboxSchemaAutoConfiguration.class,
    afterName =
        "org.springframework.boot.jdbc.autoconfigure.DataSourceTransactionManagerAutoConfiguration")
@ConditionalOnBean({DataSource.class, PlatformTransactionManager.class})
@EnableConfigurationProperties({InboxProperties.class, TopicsProperties.class})
public class InboxAutoConfiguration {

  @Bean
  @ConditionalOnMissingBean
  Inbox inboxStore(
      InboxProperties properties,
      @Value("${spring.application.name:application}") String applicationName,
      DataSource dataSource,
      PlatformTransactionManager transactionManager) {
    String consumer = Objects.requireNonNullElse(properties.consumer(), applicationName);
    TransactionTemplate transaction = new TransactionTemplate(transactionManager);
    transaction.setIsolationLevel(TransactionDefinition.ISOLATION_READ_COMMITTED);
    return new JdbcInbox(consumer, new JdbcTemplate(dataSource), transaction);
  }

  /** Consumes the topics. */
  @Configuration(proxyBeanMethods = false)
  @ConditionalOnProperty("outbox.inbox.topics")
  static class Consumption {

    @Bean
    EventHandlers eventHandlers(ConfigurableListableBeanFactory beans) {
      return new EventHandlers(beans);
    }

    @Bean
    FailingPartitions failingPartitions(InboxProperties properties, ObjectProvider<Clock> clock) {
      return new FailingPartitions(
          clock.getIfAvailable(Clock::systemUTC), properties.retry().maxDelay().multipliedBy(3));
    }

    @Bean
    InboxMetrics inboxMetrics(MeterRegistry registry) {
      return new InboxMetrics(registry);
    }

    @Bean(SpringCloudStreamDefaults.FUNCTION)
    EventConsumer inbox(
        EventHandlers handlers, Inbox inbox, FailingPartitions failing, InboxMetrics metrics) {
      return new EventConsumer(handlers, inbox, failing, metrics);
    }

    @Bean
    RetryForever inboxRetry(
        InboxProperties properties,
        FailingPartitions failing,
        InboxMetrics metrics,
        ConsumerState state) {
      return new RetryForever(properties.retry(), failing, metrics, state);
    }

    @Bean
    ConsumerState inboxConsumerState(ObjectProvider<BindingService> bindings) {
      return new ConsumerState(bindings);
    }

    @Bean
    KafkaWatch kafkaWatch(
        ConsumerState state,
        @Value("${spring.cloud.stream.kafka.binder.brokers}") List<String> brokers,
        ObjectProvider<Clock> clock) {
      return new KafkaWatch(state, brokers, clock.getIfAvailable(Clock::systemUTC));
    }

    /**
     * With Kafka away, making topics would hold up the start for a minute: Kafka's 30 s, and 30 s
     * more to close the client.
     */
    @Bean
    AdminClientConfigCustomizer inboxAdminTimeouts() {
      return admin -> {
        admin.putIfAbsent(AdminClientConfig.REQUEST_TIMEOUT_MS_CONFIG, 3_000);
        admin.putIfAbsent(AdminClientConfig.DEFAULT_API_TIMEOUT_MS_CONFIG, 3_000);
      };
    }

    @Bean
    BinderBrokers inboxBrokers(
        ObjectProvider<KafkaConnectionDetails> kafka, ConfigurableEnvironment environment) {
      return new BinderBrokers(kafka, environment);
    }

    @Bean
    InboxHealthIndicator inboxHealthIndicator(
        ConsumerState state, FailingPartitions failing, EventHandlers handlers) {
      return new InboxHealthIndicator(state, failing, handlers);
    }
  }
}
