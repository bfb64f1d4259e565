package dev.outbox.starter.inbox;

import java.time.Duration;
import java.util.Map;
import java.util.stream.Stream;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.cloud.stream.binder.ExtendedConsumerProperties;
import org.springframework.cloud.stream.binder.kafka.KafkaListenerContainerCustomizer;
import org.springframework.cloud.stream.binder.kafka.properties.KafkaConsumerProperties;
import org.springframework.cloud.stream.config.ListenerContainerCustomizer;
import org.springframework.kafka.KafkaException;
import org.springframework.kafka.listener.AbstractMessageListenerContainer;
import org.springframework.kafka.listener.DefaultErrorHandler;
import org.springframework.kafka.listener.RetryListener;
import org.springframework.util.backoff.ExponentialBackOff;

/**
 * Makes listener containers of the inbox deliver a batch again and again, with a growing delay,
 * until it is taken. What gets here is no event's fault, but the database's: events that fail are
 * parked. The default error handler would skip the batch after ten failures, and at once after some
 * exceptions, and so lose it. Customizers of the application come first, and cannot change that.
 */
final class RedeliveringContainers implements KafkaListenerContainerCustomizer {

  /** Well below Kafka's {@code max.poll.interval.ms}, and soon enough after an outage. */
  static final Duration LONGEST_DELAY = Duration.ofSeconds(5);

  private static final Logger log = LoggerFactory.getLogger(RedeliveringContainers.class);
  private static final Duration FIRST_DELAY = Duration.ofMillis(100);

  private final StalledPartitions stalled;
  private final ConsumerState state;
  private final ObjectProvider<ListenerContainerCustomizer<AbstractMessageListenerContainer<?, ?>>>
      customizers;

  RedeliveringContainers(
      StalledPartitions stalled,
      ConsumerState state,
      ObjectProvider<ListenerContainerCustomizer<AbstractMessageListenerContainer<?, ?>>>
          customizers) {
    this.stalled = stalled;
    this.state = state;
    this.customizers = customizers;
  }

  /**
   * Has the application's customizers configure the container, and then, if it is the inbox's,
   * this.
   */
  @Override
  public void configure(
      AbstractMessageListenerContainer<?, ?> container,
      String destination,
      String group,
      ExtendedConsumerProperties<KafkaConsumerProperties> properties) {
    others()
        .forEach(
            other -> {
              if (other instanceof KafkaListenerContainerCustomizer ofKafka) {
                ofKafka.configure(container, destination, group, properties);
              } else {
                other.configure(container, destination, group);
              }
            });
    configureIfInbox(container, destination, group);
  }

  @Override
  public void configure(
      AbstractMessageListenerContainer<?, ?> container, String destination, String group) {
    others().forEach(other -> other.configure(container, destination, group));
    configureIfInbox(container, destination, group);
  }

  private Stream<ListenerContainerCustomizer<AbstractMessageListenerContainer<?, ?>>> others() {
    return customizers.orderedStream().filter(other -> other != this);
  }

  private void configureIfInbox(
      AbstractMessageListenerContainer<?, ?> container, String destination, String group) {
    if (!state.isInbox(destination, group)) {
      return;
    }
    DefaultErrorHandler errorHandler = new DefaultErrorHandler(backOff());
    errorHandler.setClassifications(Map.of(), true);
    errorHandler.setLogLevel(KafkaException.Level.DEBUG);
    errorHandler.setRetryListeners(new Stalls());
    container.setCommonErrorHandler(errorHandler);
    // Else a right that is taken away, for a moment, would end the consumer for good.
    container.getContainerProperties().setAuthExceptionRetryInterval(LONGEST_DELAY);
    state.watch(destination, container);
  }

  private static ExponentialBackOff backOff() {
    ExponentialBackOff backOff = new ExponentialBackOff(FIRST_DELAY.toMillis(), 2);
    backOff.setMaxInterval(LONGEST_DELAY.toMillis());
    return backOff;
  }

  private final class Stalls implements RetryListener {

    @Override
    public void failedDelivery(
        ConsumerRecord<?, ?> record, @Nullable Exception failure, int attempt) {
      String partition = record.topic() + "-" + record.partition();
      failed(partition, 1, failure, attempt);
    }

    @Override
    public void failedDelivery(ConsumerRecords<?, ?> records, Exception failure, int attempt) {
      records
          .partitions()
          .forEach(
              partition ->
                  failed(
                      partition.toString(), records.records(partition).size(), failure, attempt));
    }

    private void failed(String partition, int records, @Nullable Exception failure, int attempt) {
      String reason = Faults.reason(failure);
      stalled.failed(partition, reason);
      log.warn(
          "{} records of {} cannot be taken now and will be delivered again: {}",
          records,
          partition,
          LogText.of(reason));
      if (attempt == 1) {
        log.debug("{}: the first failure", partition, failure);
      }
    }
  }
}
