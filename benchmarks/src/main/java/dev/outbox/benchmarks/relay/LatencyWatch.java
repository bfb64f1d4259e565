package dev.outbox.benchmarks.relay;

import dev.outbox.benchmarks.testbed.BenchmarkException;
import dev.outbox.benchmarks.testbed.RecordWatch;
import dev.outbox.benchmarks.testbed.TestBed;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/** Notes how long after it was due each event is seen. */
final class LatencyWatch implements AutoCloseable {

  private final long from;
  private final long[] nanos;
  private final CountDownLatch missing;
  private final RecordWatch watch;

  /** Starts to watch for events with the numbers from {@code from} on. */
  LatencyWatch(TestBed bed, String topic, long from, int count) {
    this.from = from;
    this.nanos = new long[count];
    this.missing = new CountDownLatch(count);
    this.watch = new RecordWatch(bed, topic, this::see);
  }

  /** How late each event was, once all were seen. */
  long[] await(Contender contender, Duration limit) {
    try {
      if (!missing.await(limit.toSeconds(), TimeUnit.SECONDS)) {
        throw new BenchmarkException(
            "%s has not published %d events in %d s."
                .formatted(contender.name(), missing.getCount(), limit.toSeconds()),
            null);
      }
      return nanos.clone();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new BenchmarkException("Interrupted", e);
    }
  }

  @Override
  public void close() {
    watch.close();
  }

  private void see(ConsumerRecord<byte[], byte[]> record, long now) {
    int index = (int) (Payload.sequence(record.value()) - from);
    if (index >= 0 && index < nanos.length && nanos[index] == 0) {
      nanos[index] = now - Payload.nanos(record.value());
      missing.countDown();
    }
  }
}
