package dev.outbox.benchmarks;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/** Notes how long after it was due each event is seen, in a thread of its own. */
final class LatencyWatch implements AutoCloseable {

  private static final Duration POLL = Duration.ofMillis(100);

  private final KafkaConsumer<byte[], byte[]> consumer;
  private final long from;
  private final long[] nanos;
  private final CountDownLatch missing;
  private final Thread thread = new Thread(this::run, "watch");
  private volatile boolean closed;

  /** Starts to watch for events with the numbers from {@code from} on. */
  LatencyWatch(TestBed bed, String topic, long from, int count) {
    this.from = from;
    this.nanos = new long[count];
    this.missing = new CountDownLatch(count);
    this.consumer =
        new KafkaConsumer<>(
            KafkaSettings.consumer(bed.bootstrapServers(), 1, 500),
            new ByteArrayDeserializer(),
            new ByteArrayDeserializer());
    List<TopicPartition> partitions =
        IntStream.range(0, TestBed.PARTITIONS)
            .mapToObj(partition -> new TopicPartition(topic, partition))
            .toList();
    consumer.assign(partitions);
    consumer.seekToEnd(partitions);
    partitions.forEach(consumer::position);
    thread.start();
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
    closed = true;
    try {
      thread.join();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    consumer.close();
  }

  private void run() {
    while (!closed) {
      ConsumerRecords<byte[], byte[]> records = consumer.poll(POLL);
      long now = System.nanoTime();
      for (ConsumerRecord<byte[], byte[]> record : records) {
        int index = (int) (Payload.sequence(record.value()) - from);
        if (index >= 0 && index < nanos.length && nanos[index] == 0) {
          nanos[index] = now - Payload.nanos(record.value());
          missing.countDown();
        }
      }
    }
  }
}
