package dev.outbox.starter.inbox;

import dev.outbox.events.Upcaster;
import dev.outbox.events.Upcasters;
import dev.outbox.starter.OutboxSchemaAutoConfiguration;
import dev.outbox.starter.outbox.OutboxAutoConfiguration;
import dev.outbox.starter.outbox.TraceContext;
import dev.outbox.starter.validation.PayloadSchemas;
import dev.outbox.starter.validation.ValidationAutoConfiguration;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Clock;
import java.util.List;
import javax.sql.DataSource;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.kafka.autoconfigure.KafkaConnectionDetails;
import org.springframework.cloud.stream.binder.kafka.provisioning.AdminClientConfigCustomizer;
import org.springframework.cloud.stream.binding.BindingService;
import org.springframework.cloud.stream.config.BindingServiceProperties;
import org.springframework.cloud.stream.config.ListenerContainerCustomizer;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Conditional;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Primary;
import org.springframework.core.env.ConfigurableEnvironment;
import org.springframework.core.env.Environment;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.kafka.listener.AbstractMessageListenerContainer;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.TransactionDefinition;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * Gives every application with a data source an {@link Inbox}, and consumes events for its {@link
 * EventHandler} methods if {@code outbox.inbox.topics} names topics.
 */
@AutoConfiguration(
    after = {
      OutboxSchemaAutoConfiguration.class,
      ValidationAutoConfiguration.class,
      OutboxAutoConfiguration.class
    },
    afterName =
        "org.springframework.boot.jdbc.autoconfigure.DataSourceTransactionManagerAutoConfiguration")
@ConditionalOnBean({DataSource.class, PlatformTransactionManager.class})
@EnableConfigurationProperties({InboxProperties.class, TopicsProperties.class})
public class InboxAutoConfiguration {

  @Bean
  ConsumerName inboxConsumerName(
      InboxProperties properties,
      @Value("${spring.application.name:#{null}}") @Nullable String applicationName,
      Environment environment) {
    return ConsumerName.of(
        properties.consumer(), applicationName, !InboxTopics.of(environment).isEmpty());
  }

  @Bean
  HandledIds inboxHandledIds(ConsumerName consumer, DataSource dataSource) {
    return new HandledIds(consumer.value(), new JdbcTemplate(dataSource));
  }

  @Bean
  @ConditionalOnMissingBean
  Inbox inboxStore(HandledIds ids, PlatformTransactionManager transactionManager) {
    return new JdbcInbox(ids, readCommitted(transactionManager));
  }

  private static TransactionTemplate readCommitted(PlatformTransactionManager transactionManager) {
    TransactionTemplate transaction = new TransactionTemplate(transactionManager);
    transaction.setIsolationLevel(TransactionDefinition.ISOLATION_READ_COMMITTED);
    return transaction;
  }

  /** Handles events, and parks those that fail. */
  @Configuration(proxyBeanMethods = false)
  @Conditional(InboxTopics.class)
  static class Handling {

    private final PlatformTransactionManager transactionManager;

    Handling(PlatformTransactionManager transactionManager) {
      this.transactionManager = transactionManager;
    }

    @Bean
    EventHandlers eventHandlers(ConfigurableListableBeanFactory beans) {
      return new EventHandlers(beans);
    }

    @Bean
    EventReader inboxEventReader(
        EventHandlers handlers,
        ObjectProvider<Upcaster> upcasters,
        InboxProperties properties,
        ObjectProvider<PayloadSchemas> schemas) {
      return new EventReader(
          handlers,
          new Upcasters(upcasters.stream().toList()),
          schemas(properties.validation(), schemas));
    }

    private static PayloadSchemas schemas(
        InboxProperties.Validation validation, ObjectProvider<PayloadSchemas> schemas) {
      if (validation.enabled() == null) {
        return schemas.getIfAvailable(() -> PayloadSchemas.NONE);
      }
      return validation.enabled()
          ? PayloadSchemas.required(schemas.getIfAvailable(), "outbox.inbox.validation.enabled")
          : PayloadSchemas.NONE;
    }

    @Bean
    InboxMetrics inboxMetrics(MeterRegistry registry) {
      return new InboxMetrics(registry);
    }

    @Bean
    ParkedTable inboxParkedTable(ConsumerName consumer, DataSource dataSource) {
      return new ParkedTable(consumer.value(), new JdbcTemplate(dataSource));
    }

    @Bean
    ParkedListing inboxParkedListing(ConsumerName consumer, DataSource dataSource) {
      return new ParkedListing(consumer.value(), new JdbcTemplate(dataSource));
    }

    @Bean
    RetryPolicy inboxRetryPolicy(InboxProperties properties) {
      return new RetryPolicy(properties.retry());
    }

    @Bean
    HandlerCalls inboxHandlerCalls(EventHandlers handlers, TraceContext trace) {
      return new HandlerCalls(handlers, trace);
    }

    @Bean
    BatchHandler inboxBatchHandler(
        HandledIds ids,
        ParkedTable parked,
        HandlerCalls calls,
        RetryPolicy retry,
        InboxMetrics metrics) {
      return new BatchHandler(
          ids, parked, calls, retry, readCommitted(transactionManager), metrics);
    }

    @Bean
    ParkedRetries inboxParkedRetries(
        ParkedTable parked,
        EventReader reader,
        HandlerCalls calls,
        RetryPolicy retry,
        InboxMetrics metrics) {
      return new ParkedRetries(
          parked, reader, calls, retry, readCommitted(transactionManager), metrics);
    }

    @Bean
    Parking inboxParking(ParkedTable parked, ParkedRetries retries, InboxMetrics metrics) {
      return new Parking(parked, retries, readCommitted(transactionManager), metrics);
    }

    @Bean
    BulkParking inboxBulkParking(ParkedTable parked, ParkedListing listing, InboxMetrics metrics) {
      return new BulkParking(parked, listing, readCommitted(transactionManager), metrics);
    }

    @Bean
    BackgroundTask inboxRetryTask(ParkedTable parked, ParkedRetries retries, RetryPolicy policy) {
      return new BackgroundTask("inbox-retry", new RetryTask(parked, retries, policy));
    }

    @Bean
    BackgroundTask inboxPurgeTask(HandledIds ids, InboxProperties properties) {
      return new BackgroundTask("inbox-purge", new PurgeTask(ids, properties.retention()));
    }

    @Bean
    ParkedMetrics inboxParkedMetrics(ParkedListing parked) {
      return new ParkedMetrics(parked);
    }
  }

  /** Consumes the topics. */
  @Configuration(proxyBeanMethods = false)
  @Conditional(InboxTopics.class)
  static class Consumption {

    @Bean
    StalledPartitions inboxStalledPartitions(ObjectProvider<Clock> clock) {
      return new StalledPartitions(
          clock.getIfAvailable(Clock::systemUTC),
          RedeliveringContainers.LONGEST_DELAY.multipliedBy(12));
    }

    @Bean(SpringCloudStreamDefaults.FUNCTION)
    EventConsumer inbox(
        EventReader reader, BatchHandler batches, StalledPartitions stalled, InboxMetrics metrics) {
      return new EventConsumer(reader, batches, stalled, metrics);
    }

    /** The binder takes one customizer: this one, which calls those of the application. */
    @Bean
    @Primary
    RedeliveringContainers inboxContainers(
        StalledPartitions stalled,
        ConsumerState state,
        ObjectProvider<ListenerContainerCustomizer<AbstractMessageListenerContainer<?, ?>>>
            customizers) {
      return new RedeliveringContainers(stalled, state, customizers);
    }

    @Bean
    InboxBindingCheck inboxBindingCheck(
        ObjectProvider<BindingServiceProperties> bindings,
        ObjectProvider<ListenerContainerCustomizer<?>> customizers,
        Environment environment) {
      return new InboxBindingCheck(bindings, customizers, environment);
    }

    @Bean
    RestartedContainers inboxRestartedContainers(ConsumerState state) {
      return new RestartedContainers(state);
    }

    @Bean
    BackgroundTask inboxRestartTask(RestartedContainers restarted) {
      return new BackgroundTask("inbox-restart", restarted);
    }

    @Bean
    ConsumerState inboxConsumerState(ObjectProvider<BindingService> bindings) {
      return new ConsumerState(bindings);
    }

    @Bean
    ConsumerMetrics inboxConsumerMetrics(ConsumerState state, StalledPartitions stalled) {
      return new ConsumerMetrics(state, stalled);
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
        ConsumerState state,
        StalledPartitions stalled,
        ParkedListing parked,
        EventHandlers handlers,
        ObjectProvider<BackgroundTask> tasks) {
      return new InboxHealthIndicator(state, stalled, parked, handlers, tasks.stream().toList());
    }
  }
}
