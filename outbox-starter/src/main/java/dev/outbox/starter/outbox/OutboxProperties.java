package dev.outbox.starter.outbox;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.util.unit.DataSize;

/**
 * Settings of the outbox.
 *
 * @param maxPayloadSize the largest JSON that an event may have. Kafka's brokers take records of up
 *     to 1 MiB unless told otherwise; raise this only together with the broker's {@code
 *     message.max.bytes} and the relay's {@code max.request.size}.
 */
@ConfigurationProperties("outbox")
record OutboxProperties(@DefaultValue("900KB") DataSize maxPayloadSize) {

  OutboxProperties {
    if (maxPayloadSize.isNegative() || maxPayloadSize.toBytes() == 0) {
      throw new IllegalArgumentException(
          "outbox.max-payload-size must be positive, was " + maxPayloadSize);
    }
  }
}
