package dev.outbox.notification;

import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * How messages are delivered.
 *
 * @param retryInterval how often messages that could not be delivered, or that a crash left behind,
 *     are tried again
 */
@ConfigurationProperties(prefix = "notification.delivery", ignoreUnknownFields = false)
record DeliveryProperties(@DefaultValue("10s") Duration retryInterval) {

  DeliveryProperties {
    if (retryInterval.isNegative() || retryInterval.isZero()) {
      throw new IllegalArgumentException(
          "notification.delivery.retry-interval must be positive, was " + retryInterval);
    }
  }
}
