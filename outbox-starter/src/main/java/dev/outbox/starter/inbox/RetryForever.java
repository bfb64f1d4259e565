package dev.outbox.starter.inbox;

import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.header.Header;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.cloud.stream.config.ListenerContainerCustomizer;
import org.springframework.core.NestedExceptionUtils;
import org.springframework.kafka.KafkaException;
import org.springframework.kafka.listener.AbstractMessageListenerContainer;
import org.springframework.kafka.listener.DefaultErrorHandler;
import org.springframework.util.backoff.ExponentialBackOff;

/**
 * Makes a listener container deliver a failed message again and again, with a growing delay, until
 * it is handled. The default handler would skip it after ten failures, and at once after some
 * exceptions, and so lose it.
 */
final class RetryForever
    implements ListenerContainerCustomizer<AbstractMessageListenerContainer<?, ?>> {

  private static final Logger log = LoggerFactory.getLogger(RetryForever.class);

  private final InboxProperties.Retry retry;
  private final FailingPartitions failing;
  private final InboxMetrics metrics;
  private final ConsumerState state;

  RetryForever(
      InboxProperties.Retry retry,
      FailingPartitions failing,
      InboxMetrics metrics,
      ConsumerState state) {
    this.retry = retry;
    this.failing = failing;
    this.metrics = metrics;
    this.state = state;
  }

  @Override
  public void configure(
      AbstractMessageListenerContainer<?, ?> container, String destination, String group) {
    DefaultErrorHandler errorHandler = new DefaultErrorHandler(backOff());
    errorHandler.setClassifications(Map.of(), true);
    errorHandler.setLogLevel(KafkaException.Level.DEBUG);
    errorHandler.setRetryListeners((record, failure, attempt) -> failed(record, failure));
    container.setCommonErrorHandler(errorHandler);
    state.watch(destination, container);
  }

  private void failed(ConsumerRecord<?, ?> record, @Nullable Exception failure) {
    @Nullable Throwable cause =
        failure == null ? null : NestedExceptionUtils.getMostSpecificCause(failure);
    String partition = record.topic() + "-" + record.partition();
    String place = partition + "@" + record.offset();
    String type = type(record);
    String reason =
        cause == null ? "unknown" : cause.getClass().getSimpleName() + ": " + cause.getMessage();
    failing.failed(partition, place, type, reason);
    metrics.failed(type);
    log.warn("{} at {} failed and will be retried: {}", type, place, reason);
    log.debug("{} at {} failed", type, place, failure);
  }

  private static String type(ConsumerRecord<?, ?> record) {
    Header type = record.headers().lastHeader("ce_type");
    return type == null ? "unknown" : new String(type.value(), StandardCharsets.UTF_8);
  }

  private ExponentialBackOff backOff() {
    ExponentialBackOff backOff =
        new ExponentialBackOff(retry.initialDelay().toMillis(), retry.multiplier());
    backOff.setMaxInterval(retry.maxDelay().toMillis());
    return backOff;
  }
}
