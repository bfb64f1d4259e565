package dev.outbox.relay;

import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import java.time.Duration;
import org.hibernate.validator.constraints.time.DurationMin;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.util.unit.DataSize;

/**
 * How tables are read: in mode {@code polling} always, in mode {@code binlog} to catch up.
 *
 * @param batchSize the most rows that are read and published together; default 5000. Smaller ones
 *     let other outboxes of the server have their turn sooner
 * @param batchBytes the payload bytes after which a batch ends, however few its rows; default 8 MB.
 *     It bounds the heap: raise it only together with the heap
 * @param idleCeiling the longest pause between two questions to an empty outbox in mode {@code
 *     polling}; pauses start at 1 ms and double. Default 100 ms. It is the longest an event waits
 *     after a quiet time; raise it to ask an idle database less often
 */
public record PollingProperties(
    @DefaultValue("5000")
        @Min(value = 1, message = "must be at least 1")
        @Max(value = 10_000, message = "must be at most 10000: one DELETE names many of them")
        int batchSize,
    @DefaultValue("8MB") DataSize batchBytes,
    @DefaultValue("100ms") @DurationMin(millis = 1) Duration idleCeiling) {

  /**
   * @throws IllegalArgumentException if batchBytes is not positive
   */
  public PollingProperties {
    if (batchBytes.toBytes() < 1) {
      throw new IllegalArgumentException("outbox.relay.polling.batch-bytes must be positive");
    }
  }
}
