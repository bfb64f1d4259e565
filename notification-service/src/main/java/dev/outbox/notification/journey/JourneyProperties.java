package dev.outbox.notification.journey;

import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * How journeys are kept. {@code spring.kafka.streams.*} has the settings of Kafka Streams itself.
 *
 * @param stalledAfter a saga that has not moved for so long raises {@code SagaStalled}; default 30
 *     s. Longer than the services need when they are busy, or it tells of nothing
 * @param retention how long a journey is kept after its last step, ended or not; default 7 days
 * @param checkInterval how often journeys are looked at, to see which have stalled; default 1 s
 * @param advertisedAddress where other instances reach this one over HTTP, {@code host:port};
 *     default what {@code server.address} says, or the machine's name where it says nothing, and
 *     the port that the service listens on
 * @param forwardTimeout how long another instance may take to answer for its journeys; default 2 s
 * @param forwardScheme how other instances are asked, {@code http} or {@code https}; default what
 *     this one serves by {@code server.ssl.*}. Set it where a proxy ends TLS before them
 * @param forwardSslBundle the SSL bundle ({@code spring.ssl.bundle.*}) that says whom to trust, and
 *     what certificate to show, when others are asked over https; default that of {@code
 *     server.ssl.*}
 * @param streamClients how many clients may follow {@code /journeys/stream} of this instance at a
 *     time; default 20. Each takes a thread and a Kafka consumer
 * @param streamHeartbeat how often a client hears that the stream is alive while nothing happens;
 *     default 10 s
 */
@ConfigurationProperties(prefix = "journeys", ignoreUnknownFields = false)
record JourneyProperties(
    @DefaultValue("30s") Duration stalledAfter,
    @DefaultValue("7d") Duration retention,
    @DefaultValue("1s") Duration checkInterval,
    @Nullable String advertisedAddress,
    @DefaultValue("2s") Duration forwardTimeout,
    @Nullable String forwardScheme,
    @Nullable String forwardSslBundle,
    @DefaultValue("20") int streamClients,
    @DefaultValue("10s") Duration streamHeartbeat) {

  JourneyProperties {
    positive(stalledAfter, "stalled-after");
    positive(checkInterval, "check-interval");
    positive(forwardTimeout, "forward-timeout");
    positive(streamHeartbeat, "stream-heartbeat");
    if (forwardScheme != null && !forwardScheme.matches("https?")) {
      throw new IllegalArgumentException(
          "journeys.forward-scheme must be http or https, was '" + forwardScheme + "'");
    }
    if (retention.compareTo(stalledAfter) < 0) {
      throw new IllegalArgumentException(
          "journeys.retention must be at least journeys.stalled-after, was " + retention);
    }
    if (streamClients < 0) {
      throw new IllegalArgumentException(
          "journeys.stream-clients must be at least 0, was " + streamClients);
    }
    if (advertisedAddress != null && !advertisedAddress.matches("[^\\s:/]+:[0-9]{1,5}")) {
      throw new IllegalArgumentException(
          "journeys.advertised-address must be host:port, was '" + advertisedAddress + "'");
    }
  }

  private static void positive(Duration value, String name) {
    if (value.isNegative() || value.isZero()) {
      throw new IllegalArgumentException("journeys." + name + " must be positive, was " + value);
    }
  }
}
