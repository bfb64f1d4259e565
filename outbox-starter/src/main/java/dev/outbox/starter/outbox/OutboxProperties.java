package dev.outbox.starter.outbox;

import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.util.unit.DataSize;

/**
 * Settings of the outbox. A name under {@code outbox} that is not known here stops the start.
 *
 * @param maxPayloadSize the largest JSON that an event may have. Kafka's brokers take records of up
 *     to 1 MiB unless told otherwise; raise this only together with the broker's {@code
 *     message.max.bytes} and the relay's {@code max.request.size}.
 * @param inbox settings that the inbox has a record of its own for, and checks
 * @param schema likewise those of the tables
 * @param topics likewise those of the topics
 */
@ConfigurationProperties(prefix = "outbox", ignoreUnknownFields = false)
record OutboxProperties(
    @DefaultValue("900KB") DataSize maxPayloadSize,
    @Nullable Map<String, Object> inbox,
    @Nullable Map<String, Object> schema,
    @Nullable Map<String, Object> topics) {

  OutboxProperties {
    if (maxPayloadSize.isNegative() || maxPayloadSize.toBytes() == 0) {
      throw new IllegalArgumentException(
          "outbox.max-payload-size must be positive, was " + maxPayloadSize);
    }
  }
}
