package dev.outbox.relay;

import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.util.unit.DataSize;

/**
 * How much of the log one Kafka transaction takes. It ends sooner when nothing more is there.
 *
 * @param maxEvents the most events; default 20000. Commits take some milliseconds whatever their
 *     size, so larger ones drain a backlog faster
 * @param maxBytes roughly the most bytes that its events may have; default 32 MB. An eighth of it
 *     waits in memory to be next: raise it only together with the heap
 */
public record TransactionProperties(
    @DefaultValue("20000")
        @Min(value = 1, message = "must be at least 1")
        @Max(value = 20_000, message = "must be at most 20000: the progress names each event")
        int maxEvents,
    @DefaultValue("32MB") DataSize maxBytes) {

  /**
   * @throws IllegalArgumentException if maxBytes is not positive
   */
  public TransactionProperties {
    if (maxBytes.toBytes() < 1) {
      throw new IllegalArgumentException("outbox.relay.transaction.max-bytes must be positive");
    }
  }
}
