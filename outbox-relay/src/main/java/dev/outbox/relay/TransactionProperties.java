package dev.outbox.relay;

import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.util.unit.DataSize;

/**
 * How much of the log one Kafka transaction takes. It ends sooner when nothing more is there.
 *
 * @param maxEvents the most events; default 10000. Commits take some milliseconds whatever their
 *     size, so larger ones drain a backlog faster
 * @param maxBytes roughly the most memory that its events may take; default 16 MB. As much again
 *     waits to be next. It bounds the heap: raise it only together with the heap and {@code
 *     spring.kafka.producer.buffer-memory}
 */
public record TransactionProperties(
    @DefaultValue("10000")
        @Min(value = 1, message = "must be at least 1")
        @Max(value = 20_000, message = "must be at most 20000: the progress names each event")
        int maxEvents,
    @DefaultValue("16MB") DataSize maxBytes) {

  /**
   * @throws IllegalArgumentException if maxBytes is not positive
   */
  public TransactionProperties {
    if (maxBytes.toBytes() < 1) {
      throw new IllegalArgumentException("outbox.relay.transaction.max-bytes must be positive");
    }
  }
}
