package dev.outbox.relay.polling;

import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import java.time.Duration;
import org.hibernate.validator.constraints.time.DurationMin;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.util.unit.DataSize;

/**
 * How the database is asked for events.
 *
 * @param batchSize the most rows that are read, published and deleted together; default 1000.
 *     Larger ones drain a backlog faster and make a crash repeat more events
 * @param batchBytes the payload bytes after which a batch ends, however few its rows; default 8 MB.
 *     It bounds the heap: raise it only together with the heap and {@code
 *     spring.kafka.producer.buffer-memory}
 * @param idleCeiling the longest pause between two questions to an empty outbox; pauses start at 1
 *     ms and double. Default 100 ms. It is the longest an event waits after a quiet time; raise it
 *     to ask an idle database less often
 * @param errorCeiling the longest pause between two attempts after a failure; pauses start at 100
 *     ms and double. Default 5 s. It is how long the relay may take to notice that MySQL or Kafka
 *     is back
 */
public record PollingProperties(
    @DefaultValue("1000")
        @Min(value = 1, message = "must be at least 1")
        @Max(value = 10_000, message = "must be at most 10000: one DELETE names that many rows")
        int batchSize,
    @DefaultValue("8MB") DataSize batchBytes,
    @DefaultValue("100ms") @DurationMin(millis = 1) Duration idleCeiling,
    @DefaultValue("5s") @DurationMin(millis = 100) Duration errorCeiling) {

  /**
   * @throws IllegalArgumentException if batchBytes is not positive
   */
  public PollingProperties {
    if (batchBytes.toBytes() < 1) {
      throw new IllegalArgumentException("outbox.relay.polling.batch-bytes must be positive");
    }
  }
}
