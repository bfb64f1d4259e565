package dev.outbox.relay.group;

import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRebalanceListener;
import org.apache.kafka.common.TopicPartition;

/**
 * The progress partitions that this relay is assigned, and for which of them somebody works. One
 * that is taken away is given up when the work for it has ended, or has taken too long: then its
 * next owner fences it. Safe for use by several threads.
 */
final class Assignment {

  /** How long a rebalance waits for an owner that finishes its transaction. */
  static final Duration HANDOVER = Duration.ofSeconds(3);

  private final Map<TopicPartition, Integer> working = new HashMap<>();
  private volatile Set<TopicPartition> assigned = Set.of();

  Set<TopicPartition> partitions() {
    return assigned;
  }

  /** Begins work for a partition, if it is assigned. */
  synchronized boolean enter(TopicPartition partition) {
    if (!assigned.contains(partition)) {
      return false;
    }
    working.merge(partition, 1, Integer::sum);
    return true;
  }

  /** Ends what {@link #enter} began. */
  synchronized void leave(TopicPartition partition) {
    working.computeIfPresent(partition, (key, count) -> count == 1 ? null : count - 1);
    notifyAll();
  }

  /** The membership is lost. */
  synchronized void clear() {
    assigned = Set.of();
  }

  /** Keeps itself up to date by what the group tells a consumer, which reads nothing. */
  ConsumerRebalanceListener listener(Consumer<?, ?> consumer) {
    return new ConsumerRebalanceListener() {
      @Override
      public void onPartitionsAssigned(Collection<TopicPartition> partitions) {
        consumer.pause(partitions);
        add(partitions);
      }

      @Override
      public void onPartitionsRevoked(Collection<TopicPartition> partitions) {
        remove(partitions);
        awaitEnd(partitions);
      }

      @Override
      public void onPartitionsLost(Collection<TopicPartition> partitions) {
        remove(partitions);
      }
    };
  }

  private synchronized void add(Collection<TopicPartition> partitions) {
    Set<TopicPartition> now = new HashSet<>(assigned);
    now.addAll(partitions);
    assigned = Set.copyOf(now);
  }

  private synchronized void remove(Collection<TopicPartition> partitions) {
    Set<TopicPartition> now = new HashSet<>(assigned);
    now.removeAll(partitions);
    assigned = Set.copyOf(now);
  }

  /** Lets owners finish what they have begun; if they take longer they are fenced. */
  private synchronized void awaitEnd(Collection<TopicPartition> partitions) {
    long deadline = System.nanoTime() + HANDOVER.toNanos();
    try {
      while (partitions.stream().anyMatch(working::containsKey)) {
        long left = (deadline - System.nanoTime()) / 1_000_000;
        if (left <= 0) {
          return;
        }
        wait(left);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
