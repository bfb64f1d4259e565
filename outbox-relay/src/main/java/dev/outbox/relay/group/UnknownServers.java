package dev.outbox.relay.group;

import dev.outbox.relay.progress.ProgressTopic;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Servers that the group has given to this relay and that it does not know, so that nobody works
 * for them. Looks at the progress in each partition that it is assigned and has no server of its
 * own for; a partition with one is read when that is taken over. Safe for use by several threads.
 */
public final class UnknownServers implements AutoCloseable {

  private static final Logger log = LoggerFactory.getLogger(UnknownServers.class);

  private static final long PAUSE_MILLIS = 1_000;

  private final Membership membership;
  private final ProgressTopic topic;
  private final Set<String> known;
  private final Set<String> former;
  private final Thread thread;
  private final CountDownLatch closing = new CountDownLatch(1);
  private volatile Map<TopicPartition, Set<String>> found = Map.of();

  /**
   * Looks at nothing yet.
   *
   * @param known the servers that are configured
   * @param former those that are gone for good
   */
  public UnknownServers(
      Membership membership,
      ProgressTopic topic,
      Collection<String> known,
      Collection<String> former) {
    this.membership = membership;
    this.topic = topic;
    this.known = Set.copyOf(known);
    this.former = Set.copyOf(former);
    this.thread = new Thread(this::run, "unknown-servers");
    this.thread.setDaemon(true);
  }

  /** Starts to look. */
  public void start() {
    thread.start();
  }

  /** Their names, as far as they are known now. */
  public List<String> names() {
    return found.values().stream().flatMap(Set::stream).sorted().toList();
  }

  @Override
  public void close() {
    closing.countDown();
    thread.interrupt();
  }

  private void run() {
    try {
      do {
        look();
      } while (!closing.await(PAUSE_MILLIS, TimeUnit.MILLISECONDS));
    } catch (InterruptedException e) {
      thread.interrupt();
    }
  }

  private void look() throws InterruptedException {
    Set<TopicPartition> assigned = membership.assigned();
    if (assigned.isEmpty()) {
      found = Map.of();
      return;
    }
    Set<TopicPartition> ours = known.stream().map(topic::partitionOf).collect(Collectors.toSet());
    Map<TopicPartition, Set<String>> next = new HashMap<>(found);
    next.keySet().retainAll(assigned);
    try {
      for (TopicPartition partition : assigned) {
        if (!ours.contains(partition) && !next.containsKey(partition)) {
          next.put(partition, read(partition));
        }
      }
    } catch (KafkaException e) {
      log.debug("Some progress cannot be looked at now", e);
    } catch (RuntimeException | Error e) {
      log.error("Some progress cannot be looked at, and is tried again", e);
    }
    found = next;
  }

  private Set<String> read(TopicPartition partition) throws InterruptedException {
    Set<String> servers = new TreeSet<>(topic.servers(partition));
    servers.removeAll(former);
    for (String server : servers) {
      log.warn(
          "The group has given this relay the server '{}', which is not configured here; relays of"
              + " one group need the same servers. If it was removed for good, name it in"
              + " outbox.relay.group.former-servers",
          server);
    }
    return servers;
  }
}
