package dev.outbox.relay.group;

import java.util.Collection;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import org.apache.kafka.common.TopicPartition;

/**
 * From where progress has to be read. The group keeps one offset a partition, and several servers
 * can share a partition: the offset must not pass what any of them needs. Safe for use by several
 * threads.
 */
final class Bookmarks {

  private final Function<String, TopicPartition> partitionOf;
  private final Set<String> servers = ConcurrentHashMap.newKeySet();
  private final Map<String, Long> oldest = new ConcurrentHashMap<>();

  /** Of these servers and of those that are to be kept besides. */
  Bookmarks(Function<String, TopicPartition> partitionOf, Collection<String> servers) {
    this.partitionOf = partitionOf;
    this.servers.addAll(servers);
  }

  /** A server is there whose progress nobody here reads, so that nothing on its partition moves. */
  void keep(String server) {
    servers.add(server);
  }

  /** All that a server needs is at this offset or behind it. */
  void confirmed(String server, long offset) {
    oldest.put(server, offset);
  }

  /**
   * What a server needs begins later now.
   *
   * @return the new offset of its partition; empty if that is not known, since another server on it
   *     was not confirmed yet
   */
  OptionalLong move(String server, long offset) {
    oldest.put(server, offset);
    TopicPartition partition = partitionOf.apply(server);
    long least = offset;
    for (String other : servers) {
      if (partitionOf.apply(other).equals(partition)) {
        Long needed = oldest.get(other);
        if (needed == null) {
          return OptionalLong.empty();
        }
        least = Math.min(least, needed);
      }
    }
    return OptionalLong.of(least);
  }

  /** Nothing is confirmed any more. */
  void forget() {
    oldest.clear();
  }
}
