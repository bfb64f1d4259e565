package dev.outbox.order;

import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * How long a saga may take.
 *
 * @param timeLimit how long an order may be PENDING, by the database's clock, before it is
 *     cancelled; 1 s to 365 d, default 60 s. Raise it if inventory may be away for longer and
 *     customers should wait
 */
@ConfigurationProperties(prefix = "order.saga", ignoreUnknownFields = false)
record SagaProperties(@DefaultValue("60s") Duration timeLimit) {

  private static final Duration LEAST = Duration.ofSeconds(1);
  private static final Duration MOST = Duration.ofDays(365);
  private static final Duration LONGEST_PAUSE = Duration.ofSeconds(5);

  SagaProperties {
    if (timeLimit.compareTo(LEAST) < 0 || timeLimit.compareTo(MOST) > 0) {
      throw new IllegalArgumentException(
          "order.saga.time-limit must be from 1s to 365d, was " + timeLimit);
    }
  }

  /** How often to look for orders that are late. */
  Duration pause() {
    Duration pause = timeLimit.dividedBy(10);
    return pause.compareTo(LONGEST_PAUSE) < 0 ? pause : LONGEST_PAUSE;
  }
}
