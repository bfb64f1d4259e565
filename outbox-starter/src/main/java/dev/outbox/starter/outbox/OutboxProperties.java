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
 * @param validation whether events are compared with their schemas before they are written
 * @param inbox settings that the inbox has a record of its own for, and checks
 * @param schema likewise those of the tables
 * @param topics likewise those of the topics
 */
@ConfigurationProperties(prefix = "outbox", ignoreUnknownFields = false)
record OutboxProperties(
    @DefaultValue("900KB") DataSize maxPayloadSize,
    @DefaultValue Validation validation,
    @Nullable Map<String, Object> inbox,
    @Nullable Map<String, Object> schema,
    @Nullable Map<String, Object> topics) {

  OutboxProperties {
    if (maxPayloadSize.isNegative() || maxPayloadSize.toBytes() == 0) {
      throw new IllegalArgumentException(
          "outbox.max-payload-size must be positive, was " + maxPayloadSize);
    }
  }

  /**
   * Whether events are compared with the JSON Schemas that ship with their classes, before they are
   * written.
   *
   * @param enabled whether {@code Outbox.append} compares an event with its schema; default false.
   *     Set true in development and in tests, where an event that breaks its contract then fails in
   *     the code that appends it. Needs {@code com.networknt:json-schema-validator} on the class
   *     path
   */
  record Validation(@DefaultValue("false") boolean enabled) {}
}
