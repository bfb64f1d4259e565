package dev.outbox.starter.inbox;

import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * Settings of the inbox.
 *
 * @param topics the topics to consume, separated by commas; none (the default) means that this
 *     service consumes nothing
 * @param consumer the name under which handled events are remembered, and the Kafka consumer group;
 *     {@code spring.application.name} unless set. Never change it on a running system, or all
 *     events are handled again
 * @param retry how an event whose handler fails is retried
 */
@ConfigurationProperties(prefix = "outbox.inbox", ignoreUnknownFields = false)
record InboxProperties(
    @DefaultValue List<String> topics, @Nullable String consumer, @DefaultValue Retry retry) {

  InboxProperties {
    if (consumer != null && (consumer.isBlank() || consumer.length() > 64)) {
      throw new IllegalArgumentException(
          "outbox.inbox.consumer must have 1 to 64 characters, was '" + consumer + "'");
    }
  }

  /**
   * The delays between attempts. An event is retried without end; it holds its partition meanwhile.
   *
   * @param initialDelay before the second attempt
   * @param multiplier how much longer each delay is than the one before
   * @param maxDelay the longest delay; well below Kafka's {@code max.poll.interval.ms} (5 minutes)
   */
  record Retry(
      @DefaultValue("100ms") Duration initialDelay,
      @DefaultValue("2") double multiplier,
      @DefaultValue("10s") Duration maxDelay) {

    Retry {
      if (initialDelay.isNegative()
          || initialDelay.isZero()
          || initialDelay.compareTo(maxDelay) > 0) {
        throw new IllegalArgumentException(
            "outbox.inbox.retry.initial-delay must be positive and at most max-delay, was "
                + initialDelay);
      }
      if (maxDelay.compareTo(Duration.ofMinutes(2)) > 0) {
        throw new IllegalArgumentException(
            "outbox.inbox.retry.max-delay must be at most 2m, was " + maxDelay);
      }
      if (multiplier < 1) {
        throw new IllegalArgumentException(
            "outbox.inbox.retry.multiplier must be at least 1, was " + multiplier);
      }
    }
  }
}
