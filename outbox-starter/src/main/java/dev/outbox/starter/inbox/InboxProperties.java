package dev.outbox.starter.inbox;

import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * Settings of the inbox.
 *
 * @param topics the topics to consume, separated by commas or as a list; none (the default) means
 *     that this service consumes nothing, and may have no {@code @EventHandler}
 * @param consumer the name under which handled events are remembered, and the Kafka consumer group;
 *     {@code spring.application.name} unless set. A service that consumes needs one of the two, of
 *     its own. Never change it on a running system, or all events are handled again
 * @param retention how long the ids of handled events are remembered. It must exceed the time for
 *     which the topics keep their records (Kafka's default is 7 days): an event that is delivered
 *     again after its id was forgotten is handled again
 * @param retry how the events of parked keys are tried again
 * @param validation whether events are compared with their schemas before they are handled
 * @param operator who may see and release parked keys over HTTP
 */
@ConfigurationProperties(prefix = "outbox.inbox", ignoreUnknownFields = false)
record InboxProperties(
    @DefaultValue List<String> topics,
    @Nullable String consumer,
    @DefaultValue("14d") Duration retention,
    @DefaultValue Retry retry,
    @DefaultValue Validation validation,
    @DefaultValue Operator operator) {

  InboxProperties {
    if (consumer != null && (consumer.isBlank() || consumer.length() > 64)) {
      throw new IllegalArgumentException(
          "outbox.inbox.consumer must have 1 to 64 characters, was '" + consumer + "'");
    }
    if (retention.compareTo(Duration.ofMinutes(1)) < 0) {
      throw new IllegalArgumentException(
          "outbox.inbox.retention must be at least 1m, and longer than the topics keep their records, was "
              + retention);
    }
  }

  /**
   * When an event that failed is tried again, while its key is parked. Failures of the database are
   * not counted.
   *
   * @param initialDelay before the second attempt
   * @param multiplier how much longer each delay is than the one before
   * @param maxDelay the longest delay
   * @param maxAttempts after so many attempts the key waits for an operator; with the other
   *     defaults that is after a quarter of an hour. With 1 an event is never tried again by itself
   */
  record Retry(
      @DefaultValue("1s") Duration initialDelay,
      @DefaultValue("2") double multiplier,
      @DefaultValue("1m") Duration maxDelay,
      @DefaultValue("20") int maxAttempts) {

    Retry {
      if (initialDelay.isNegative()
          || initialDelay.isZero()
          || initialDelay.compareTo(maxDelay) > 0) {
        throw new IllegalArgumentException(
            "outbox.inbox.retry.initial-delay must be positive and at most max-delay, was "
                + initialDelay);
      }
      if (maxDelay.compareTo(Duration.ofDays(1)) > 0) {
        throw new IllegalArgumentException(
            "outbox.inbox.retry.max-delay must be at most 1d, was " + maxDelay);
      }
      if (multiplier < 1) {
        throw new IllegalArgumentException(
            "outbox.inbox.retry.multiplier must be at least 1, was " + multiplier);
      }
      if (maxAttempts < 1) {
        throw new IllegalArgumentException(
            "outbox.inbox.retry.max-attempts must be at least 1, was " + maxAttempts);
      }
    }
  }

  /**
   * Whether events are compared with the JSON Schemas that ship with their classes, before they are
   * handled; the key of one that is not what its schema allows is parked, with what the validator
   * says.
   *
   * @param enabled whether an event is compared with its schema before it is handled; default true
   *     if {@code com.networknt:json-schema-validator} is on the class path. One that is not what
   *     its schema allows parks its key, with what the validator says; one without a schema is
   *     handled. Set false to have the event's class decide alone
   */
  record Validation(@Nullable Boolean enabled) {}

  /**
   * Who may see and change parked keys over HTTP. The user is {@code operator}.
   *
   * @param enabled whether {@code /inbox/parked} is there at all
   * @param password the operator's password; default the environment's {@code
   *     INBOX_OPERATOR_PASSWORD}. Without any, a random one is made and printed once, at start
   * @param openReading whether all may read {@code /inbox/parked} without a password; default only
   *     if the service listens on a loopback address
   */
  record Operator(
      @DefaultValue("true") boolean enabled,
      @Nullable String password,
      @Nullable Boolean openReading) {

    /** Leaves the password out. */
    @Override
    public String toString() {
      return "Operator[enabled=%s, openReading=%s]".formatted(enabled, openReading);
    }
  }
}
