package dev.outbox.benchmarks;

import java.time.Duration;
import java.util.BitSet;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/**
 * Reads what is committed to a topic from now on, in a thread of its own, until all events of a
 * backlog were seen.
 */
final class TopicWatch implements AutoCloseable {

  // Few large answers: reading must take little from those who are measured.
  private static final int FETCH_BYTES = 256 * 1024;
  private static final int FETCH_WAIT_MILLIS = 20;
  private static final Duration POLL = Duration.ofMillis(100);

  private final KafkaConsumer<byte[], byte[]> consumer;
  private final long from;
  private final int count;
  private final BitSet seen;
  private final CountDownLatch complete = new CountDownLatch(1);
  private final Thread thread = new Thread(this::run, "watch");
  private volatile boolean closed;
  private volatile Seen last = new Seen(0, 0, 0, 0, 0);

  /**
   * What was seen.
   *
   * @param firstNanos when the first events were
   * @param lastNanos when the last new one was
   * @param firstEvents how many events came at {@code firstNanos}
   * @param events how many events came, repetitions left out
   * @param repeated how many came again
   */
  record Seen(long firstNanos, long lastNanos, int firstEvents, int events, int repeated) {}

  /** Starts to watch for events with the numbers from {@code from} on. */
  TopicWatch(TestBed bed, String topic, long from, int count) {
    this.from = from;
    this.count = count;
    this.seen = new BitSet(count);
    this.consumer =
        new KafkaConsumer<>(
            KafkaSettings.consumer(bed.bootstrapServers(), FETCH_BYTES, FETCH_WAIT_MILLIS),
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

  /**
   * Waits until all events were seen.
   *
   * @param contender whose events they are
   * @param limit for how long
   */
  Seen await(Contender contender, Duration limit) {
    long deadline = System.nanoTime() + limit.toNanos();
    try {
      while (!complete.await(200, TimeUnit.MILLISECONDS)) {
        contender.process().requireAlive();
        if (System.nanoTime() > deadline) {
          throw new BenchmarkException(
              "%s has published %d of %d events in %d s."
                  .formatted(contender.name(), last.events(), count, limit.toSeconds()),
              null);
        }
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new BenchmarkException("Interrupted", e);
    }
    return last;
  }

  /** What was seen so far. */
  Seen seen() {
    return last;
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
      Seen before = last;
      int repeated = before.repeated();
      for (ConsumerRecord<byte[], byte[]> record : records) {
        long index = Payload.sequence(record.value()) - from;
        if (index >= 0 && index < count) {
          if (seen.get((int) index)) {
            repeated++;
          }
          seen.set((int) index);
        }
      }
      int events = seen.cardinality();
      boolean any = events > before.events();
      boolean first = any && before.events() == 0;
      last =
          new Seen(
              first ? now : before.firstNanos(),
              any ? now : before.lastNanos(),
              first ? events : before.firstEvents(),
              events,
              repeated);
      if (events == count) {
        complete.countDown();
      }
    }
  }
}
