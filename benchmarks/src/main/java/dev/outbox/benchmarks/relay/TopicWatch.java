package dev.outbox.benchmarks.relay;

import dev.outbox.benchmarks.testbed.BenchmarkException;
import dev.outbox.benchmarks.testbed.TestBed;
import dev.outbox.benchmarks.testbed.Waiting;
import java.time.Duration;
import java.util.BitSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;

/**
 * Sees how a backlog gets into a topic. While it does, only the offsets up to which {@code
 * read_committed} consumers may read are asked for, since a consumer would take a good part of the
 * machine from those who are measured; what was published is read and counted afterwards.
 */
final class TopicWatch implements AutoCloseable {

  private static final Duration LOOK = Duration.ofMillis(10);
  private static final Duration STILL = Duration.ofMillis(500);
  private static final Duration POLL = Duration.ofSeconds(1);

  private final TestBed bed;
  private final KafkaConsumer<byte[], byte[]> consumer;
  private final List<TopicPartition> partitions;
  private final long from;
  private final int count;
  private final BitSet seen;
  private Map<TopicPartition, Long> ends;
  private Map<TopicPartition, Long> firstEnds = Map.of();
  private long firstNanos;
  private long lastNanos;
  private CpuSeconds lastCpu = CpuSeconds.NONE;
  private int firstEvents;
  private int repeated;

  /** Starts to watch for events with the numbers from {@code from} on. */
  TopicWatch(TestBed bed, String topic, long from, int count) {
    this.bed = bed;
    this.from = from;
    this.count = count;
    this.seen = new BitSet(count);
    this.partitions = TestBed.partitions(topic);
    this.ends = bed.committedEnds(partitions);
    this.consumer = bed.consumer(1, 20);
    consumer.assign(partitions);
    ends.forEach(consumer::seek);
  }

  /**
   * Waits until something was published and nothing has come for half a second.
   *
   * @param contender whose events they are
   * @param limit for how long
   */
  void awaitStill(Contender contender, Duration limit) {
    long deadline = System.nanoTime() + limit.toNanos();
    boolean moved = lastNanos != 0;
    do {
      contender.process().requireAlive();
      Map<TopicPartition, Long> now = bed.committedEnds(partitions);
      if (!now.equals(ends)) {
        ends = now;
        moved = true;
        lastNanos = System.nanoTime();
        lastCpu = CpuSeconds.now(bed, contender);
        if (firstNanos == 0) {
          firstNanos = lastNanos;
          firstEnds = new HashMap<>(now);
        }
      }
      if (System.nanoTime() > deadline) {
        throw new BenchmarkException(
            "%s has published %d of %d events, and no more for %d s."
                .formatted(contender.name(), seen.cardinality(), count, limit.toSeconds()),
            null);
      }
      Waiting.pause(LOOK);
    } while (!moved || System.nanoTime() - lastNanos < STILL.toNanos());
  }

  /** Waits until all has come. */
  void awaitAll(Contender contender, Duration limit) {
    do {
      awaitStill(contender, limit);
    } while (!isComplete());
  }

  /** Reads what has come, and tells whether it is all. */
  boolean isComplete() {
    while (partitions.stream().anyMatch(this::unread)) {
      for (ConsumerRecord<byte[], byte[]> record : consumer.poll(POLL)) {
        long index = Payload.sequence(record.value()) - from;
        if (index < 0 || index >= count) {
          continue;
        }
        if (seen.get((int) index)) {
          repeated++;
        } else {
          seen.set((int) index);
          TopicPartition partition = new TopicPartition(record.topic(), record.partition());
          firstEvents += record.offset() < firstEnds.getOrDefault(partition, 0L) ? 1 : 0;
        }
      }
    }
    return seen.cardinality() == count;
  }

  /** When the last event was there, by {@link System#nanoTime}. */
  long lastNanos() {
    return lastNanos;
  }

  /** What CPU time the processes had had when the last event was there. */
  CpuSeconds lastCpu() {
    return lastCpu;
  }

  /** How many events came more than once. */
  int repeated() {
    return repeated;
  }

  /** From the first events to the last one, the first ones left out. */
  double eventsPerSecond() {
    return (count - firstEvents) / ((lastNanos - firstNanos) / 1e9);
  }

  @Override
  public void close() {
    consumer.close();
  }

  private boolean unread(TopicPartition partition) {
    return consumer.position(partition) < ends.getOrDefault(partition, 0L);
  }
}
