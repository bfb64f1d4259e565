package dev.outbox.starter.inbox;

import java.util.Map;
import org.springframework.cloud.stream.config.ListenerContainerCustomizer;
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

  private final InboxProperties.Retry retry;

  RetryForever(InboxProperties.Retry retry) {
    this.retry = retry;
  }

  @Override
  public void configure(
      AbstractMessageListenerContainer<?, ?> container, String destination, String group) {
    DefaultErrorHandler errorHandler = new DefaultErrorHandler(backOff());
    errorHandler.setClassifications(Map.of(), true);
    errorHandler.setLogLevel(KafkaException.Level.DEBUG);
    container.setCommonErrorHandler(errorHandler);
  }

  private ExponentialBackOff backOff() {
    ExponentialBackOff backOff =
        new ExponentialBackOff(retry.initialDelay().toMillis(), retry.multiplier());
    backOff.setMaxInterval(retry.maxDelay().toMillis());
    return backOff;
  }
}
