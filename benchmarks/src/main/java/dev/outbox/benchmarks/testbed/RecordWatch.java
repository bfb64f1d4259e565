package dev.outbox.benchmarks.testbed;

import java.time.Duration;
import java.util.List;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;

/** Looks at each committed record that comes to a topic, in a thread of its own. */
public final class RecordWatch implements AutoCloseable {

  private static final Duration POLL = Duration.ofMillis(100);

  private final KafkaConsumer<byte[], byte[]> consumer;
  private final Look look;
  private final Thread thread = new Thread(this::run, "watch");
  private volatile boolean closed;

  /** What is done with a record. */
  @FunctionalInterface
  public interface Look {

    /**
     * Looks at it.
     *
     * @param nanos when it came, by {@link System#nanoTime}
     */
    void at(ConsumerRecord<byte[], byte[]> record, long nanos);
  }

  /** Starts to watch for records that come from now on. */
  public RecordWatch(TestBed bed, String topic, Look look) {
    this.look = look;
    this.consumer = bed.consumer(1, 500);
    List<TopicPartition> partitions = TestBed.partitions(topic);
    consumer.assign(partitions);
    consumer.seekToEnd(partitions);
    partitions.forEach(consumer::position);
    thread.start();
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
      records.forEach(record -> look.at(record, now));
    }
  }
}
