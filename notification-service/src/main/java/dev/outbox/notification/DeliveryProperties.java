package dev.outbox.notification;

import jakarta.mail.internet.AddressException;
import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * How messages are sent. The mail server is that of {@code spring.mail.*}.
 *
 * @param from the sender of all messages: {@code orders@example.org}, or {@code Shop
 *     <orders@example.org>}. Its domain is part of each Message-ID
 * @param connections how many messages an instance sends at the same time, each over a connection
 *     of its own. More help where the mail server is slow to answer
 * @param batch how many messages are claimed at a time, to be sent over one connection
 * @param lease for how long a claimed message is left to the instance that claimed it; if that
 *     crashed, another one sends the message afterwards. It must be longer than the mail server
 *     ever takes for a message, or that is sent twice
 * @param pollInterval how often an instance without work looks for messages that are due: those to
 *     be tried again, and those of instances that crashed. New ones it sends at once
 * @param retry when a message is tried again that could not be sent
 */
@ConfigurationProperties(prefix = "notification.delivery", ignoreUnknownFields = false)
record DeliveryProperties(
    @DefaultValue("orders@example.org") String from,
    @DefaultValue("2") int connections,
    @DefaultValue("50") int batch,
    @DefaultValue("2m") Duration lease,
    @DefaultValue("1s") Duration pollInterval,
    @DefaultValue Retry retry) {

  private static final String PREFIX = "notification.delivery.";

  DeliveryProperties {
    try {
      Addresses.sender(from);
    } catch (AddressException e) {
      throw new IllegalArgumentException(
          PREFIX + "from must be an e-mail address, was '" + from + "': " + e.getMessage(), e);
    }
    between(connections, 1, 50, "connections");
    between(batch, 1, 1_000, "batch");
    if (lease.compareTo(Duration.ofSeconds(1)) < 0) {
      throw new IllegalArgumentException(PREFIX + "lease must be at least 1s, was " + lease);
    }
    positive(pollInterval, "poll-interval");
  }

  /**
   * When a message is tried again. Attempts count that the mail server answered and that failed
   * nevertheless; while it cannot be reached, all messages wait, however long.
   *
   * @param initialDelay before the second attempt
   * @param multiplier how much longer each delay is than the one before
   * @param maxDelay the longest delay
   * @param maxAttempts after so many failed attempts the message is given up; with the other
   *     defaults that is after a day
   */
  record Retry(
      @DefaultValue("10s") Duration initialDelay,
      @DefaultValue("2") double multiplier,
      @DefaultValue("1h") Duration maxDelay,
      @DefaultValue("32") int maxAttempts) {

    Retry {
      positive(initialDelay, "retry.initial-delay");
      if (maxDelay.compareTo(initialDelay) < 0 || maxDelay.compareTo(Duration.ofDays(7)) > 0) {
        throw new IllegalArgumentException(
            PREFIX + "retry.max-delay must be from initial-delay to 7d, was " + maxDelay);
      }
      if (!(multiplier >= 1)) {
        throw new IllegalArgumentException(
            PREFIX + "retry.multiplier must be at least 1, was " + multiplier);
      }
      between(maxAttempts, 1, 1_000, "retry.max-attempts");
    }

    /** How long to wait after so many failed attempts, at least one. */
    Duration delayAfter(int attempts) {
      double millis = initialDelay.toMillis() * Math.pow(multiplier, attempts - 1.0);
      return Duration.ofMillis((long) Math.min(millis, (double) maxDelay.toMillis()));
    }
  }

  private static void positive(Duration value, String name) {
    if (value.isNegative() || value.isZero()) {
      throw new IllegalArgumentException(PREFIX + name + " must be positive, was " + value);
    }
  }

  private static void between(int value, int least, int most, String name) {
    if (value < least || value > most) {
      throw new IllegalArgumentException(
          PREFIX + name + " must be from " + least + " to " + most + ", was " + value);
    }
  }
}
