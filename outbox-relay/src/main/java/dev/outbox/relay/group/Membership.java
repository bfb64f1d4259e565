package dev.outbox.relay.group;

import dev.outbox.relay.progress.ForgetfulTopicException;
import dev.outbox.relay.progress.ProgressTopic;
import dev.outbox.relay.publish.KafkaClients;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.clients.consumer.CloseOptions;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.FencedInstanceIdException;
import org.apache.kafka.common.errors.InterruptException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * This relay's membership in the group: owns the servers whose progress partitions it is assigned.
 * A thread of its own keeps it alive and reads nothing. Being assigned is a hint: what makes an
 * owner is that it has fenced the others and is then still a member ({@link #confirm}). Safe for
 * use by several threads.
 */
public final class Membership implements AutoCloseable {

  private static final Logger log = LoggerFactory.getLogger(Membership.class);

  private static final Duration POLL = Duration.ofMillis(50);
  private static final long RETRY_MILLIS = 1_000;
  private static final Duration REBALANCE = Duration.ofSeconds(30);
  private static final Duration LEAVE = Duration.ofSeconds(2);

  private final KafkaClients clients;
  private final ProgressTopic topic;
  private final GroupProperties properties;
  private final Runnable beforeEachRound;
  private final Runnable afterEachRound;
  private final Thread thread;
  private final CountDownLatch closing = new CountDownLatch(1);
  private final ConcurrentLinkedQueue<FutureTask<?>> tasks = new ConcurrentLinkedQueue<>();
  private final Assignment assignment = new Assignment();
  private final Bookmarks bookmarks;
  private volatile boolean started;

  /** Used by the membership's thread only. */
  private @Nullable Consumer<byte[], byte[]> current;

  private volatile @Nullable MembershipProblem problem = MembershipProblem.NOT_JOINED;

  /**
   * Joins nothing yet.
   *
   * @param servers the names of all servers that are configured
   */
  public Membership(
      KafkaClients clients,
      ProgressTopic topic,
      GroupProperties properties,
      Collection<String> servers) {
    this(clients, topic, properties, servers, () -> {}, () -> {});
  }

  /** For tests, which pause it where a process could be paused. */
  Membership(
      KafkaClients clients,
      ProgressTopic topic,
      GroupProperties properties,
      Collection<String> servers,
      Runnable beforeEachRound,
      Runnable afterEachRound) {
    this.beforeEachRound = beforeEachRound;
    this.afterEachRound = afterEachRound;
    this.clients = clients;
    this.topic = topic;
    this.properties = properties;
    this.bookmarks = new Bookmarks(topic::partitionOf, servers);
    this.thread = new Thread(this::run, "membership");
    this.thread.setDaemon(true);
  }

  /** Starts to join. */
  public void start() {
    started = true;
    thread.start();
  }

  /** The group's id. */
  public String group() {
    return properties.id();
  }

  /** Why this relay is no member of the group; empty if it is. */
  public Optional<MembershipProblem> problem() {
    boolean ended = problem == null && started && !thread.isAlive();
    return Optional.ofNullable(ended ? MembershipProblem.ENDED : problem);
  }

  /**
   * Begins to work for a server, if this relay is assigned it. Ends with {@link #leave}.
   *
   * @return whether it is
   */
  public boolean enter(String server) {
    return owns(server) && assignment.enter(topic.partitionOf(server));
  }

  /** Ends what {@link #enter} began. */
  public void leave(String server) {
    assignment.leave(topic.partitionOf(server));
  }

  /** Whether this relay is assigned the server, as far as it knows. */
  public boolean owns(String server) {
    // Before there is an assignment, the number of partitions may not be known.
    Set<TopicPartition> assigned = assignment.partitions();
    return !assigned.isEmpty() && assigned.contains(topic.partitionOf(server));
  }

  /** The progress partitions that this relay is assigned, as far as it knows. */
  Set<TopicPartition> assigned() {
    return assignment.partitions();
  }

  /**
   * Makes sure that the group still takes this relay for the owner: one that was paused and
   * replaced meanwhile is refused.
   *
   * @return the offset from which progress is to be read
   * @throws NotOwnerException if it is not the owner
   */
  public long confirm(String server) throws InterruptedException {
    TopicPartition partition = topic.partitionOf(server);
    return call(
        server,
        consumer -> {
          OffsetAndMetadata committed = consumer.committed(Set.of(partition)).get(partition);
          OffsetAndMetadata offset = committed == null ? new OffsetAndMetadata(0) : committed;
          consumer.commitSync(Map.of(partition, offset));
          bookmarks.confirmed(server, offset.offset());
          return offset.offset();
        });
  }

  /**
   * Records that progress of a server before an offset is of no use any more. What other servers on
   * its partition still need stays.
   *
   * @throws NotOwnerException if this relay is not the owner
   */
  public void commit(String server, long oldestLive) throws InterruptedException {
    TopicPartition partition = topic.partitionOf(server);
    call(
        server,
        consumer -> {
          OptionalLong oldest = bookmarks.move(server, oldestLive);
          if (oldest.isPresent()) {
            consumer.commitSync(Map.of(partition, new OffsetAndMetadata(oldest.getAsLong())));
          }
          return oldestLive;
        });
  }

  /** Has the progress of a server kept that this relay does not know. */
  public void keep(String server) {
    bookmarks.keep(server);
  }

  /** Leaves the group, so that others take over at once. */
  @Override
  public void close() {
    closing.countDown();
    try {
      thread.join(LEAVE.plus(Assignment.HANDOVER).toMillis());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private interface Action {
    long run(Consumer<byte[], byte[]> consumer);
  }

  private long call(String server, Action action) throws InterruptedException {
    FutureTask<Long> task =
        new FutureTask<>(
            () -> {
              Consumer<byte[], byte[]> consumer = current;
              if (consumer == null || !owns(server)) {
                throw new NotOwnerException(server);
              }
              return action.run(consumer);
            });
    tasks.add(task);
    try {
      return await(task, server);
    } catch (ExecutionException | TimeoutException | CancellationException e) {
      log.debug("The group does not confirm the ownership of {}", server, e);
      throw new NotOwnerException(server);
    } finally {
      task.cancel(false);
    }
  }

  /**
   * While a server is taken away, the membership's thread waits for the one that waits here to end
   * its work: so this must not wait for that.
   */
  private long await(FutureTask<Long> task, String server)
      throws InterruptedException, ExecutionException, TimeoutException {
    long deadline = System.nanoTime() + 2 * KafkaClients.PATIENCE.toNanos();
    while (true) {
      try {
        return task.get(POLL.toMillis(), TimeUnit.MILLISECONDS);
      } catch (TimeoutException e) {
        if (!owns(server) || System.nanoTime() > deadline) {
          throw e;
        }
      }
    }
  }

  private void run() {
    try {
      do {
        try {
          topic.provide();
          topic.requireCompacted();
          join();
        } catch (FencedInstanceIdException e) {
          problem = MembershipProblem.sameName(properties.instanceId());
          log.error("The membership is lost for good", e);
          return;
        } catch (InterruptException e) {
          return;
        } catch (ForgetfulTopicException e) {
          problem = MembershipProblem.of(e);
          log.debug("The membership is refused", e);
        } catch (KafkaException e) {
          problem = MembershipProblem.of(e);
          log.debug("The membership is lost", e);
        } catch (RuntimeException | Error e) {
          problem = MembershipProblem.unknown(e);
          log.error("The membership failed in a way that the relay does not know", e);
        } finally {
          lose();
        }
      } while (!closing.await(RETRY_MILLIS, TimeUnit.MILLISECONDS));
    } catch (InterruptedException e) {
      thread.interrupt();
    }
  }

  private void join() {
    Consumer<byte[], byte[]> consumer =
        clients.groupMember(
            properties.id(), properties.instanceId(), properties.sessionTimeout(), REBALANCE);
    try {
      current = consumer;
      consumer.subscribe(List.of(topic.name()), assignment.listener(consumer));
      while (closing.getCount() > 0) {
        beforeEachRound.run();
        // First, as what they ask of the group does not depend on what this relay believes.
        for (FutureTask<?> task = tasks.poll(); task != null; task = tasks.poll()) {
          task.run();
        }
        consumer.poll(POLL);
        if (consumer.groupMetadata().generationId() > 0) {
          problem = null;
        }
        afterEachRound.run();
      }
    } finally {
      current = null;
      consumer.close(
          CloseOptions.timeout(LEAVE)
              .withGroupMembershipOperation(CloseOptions.GroupMembershipOperation.LEAVE_GROUP));
    }
  }

  private void lose() {
    assignment.clear();
    bookmarks.forget();
    tasks.forEach(task -> task.cancel(false));
    tasks.clear();
  }
}
