package dev.outbox.relay.publish;

import dev.outbox.relay.outbox.Delivery;
import dev.outbox.relay.outbox.OutboxEvent;
import dev.outbox.relay.publish.PublishException.Scope;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.apache.kafka.clients.producer.Callback;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.internals.BuiltInPartitioner;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.InterruptException;
import org.apache.kafka.common.errors.RecordTooLargeException;
import org.apache.kafka.common.errors.TimeoutException;
import org.jspecify.annotations.Nullable;

/**
 * Publishes events and progress in one Kafka transaction after the other, as the one publisher of
 * its server: starting another one for the same server fences this one, so that nothing it sends is
 * ever seen. Some producers take turns, and none begins before the one before it has committed: the
 * order is that of a single one. After any failure it is of no more use and must be closed;
 * progress says what became of the last transaction. Used by one thread.
 */
public final class EventPublisher implements AutoCloseable {

  /** How often a commit waits for {@link KafkaClients#PATIENCE} before it is given up. */
  private static final int COMMIT_TRIES = 4;

  /**
   * How many producers write transactions in turn. After a commit has been answered, Kafka still
   * writes its markers; a producer that begins another transaction meanwhile waits for at least 20
   * ms (the broker's {@code add.partitions.to.txn.retry.backoff.ms}), the next one does not.
   */
  static final int TURNS = 3;

  private final KafkaClients clients;
  private final Topics topics;
  private final List<Producer<byte[], byte[]>> producers = new ArrayList<>();
  private final @Nullable Producer<byte[], byte[]> plain;
  private final Consumer<String> stalled;
  private FirstFailure failure = new FirstFailure();
  private int turn;
  private boolean open;

  /**
   * Connects when it is started.
   *
   * @param name names the producers that Kafka fences: the same for all relays that may publish for
   *     a server, and no others; without colons
   * @param stalled told in a sentence while Kafka does not answer
   * @throws PublishException if the producers cannot be made now
   */
  public EventPublisher(
      String name,
      KafkaClients clients,
      Topics topics,
      Delivery delivery,
      Consumer<String> stalled) {
    this.clients = clients;
    this.topics = topics;
    this.stalled = stalled;
    try {
      for (int i = 0; i < TURNS; i++) {
        producers.add(clients.transactionalProducer(i == 0 ? name : name + ":" + i));
      }
      this.plain =
          delivery == Delivery.AT_LEAST_ONCE ? clients.plainProducer(name + "-events") : null;
    } catch (KafkaException e) {
      closeProducers();
      throw KafkaProblem.away(e, clients.address());
    } catch (RuntimeException | Error e) {
      closeProducers();
      throw e;
    }
  }

  /**
   * Fences whoever published for the server before, and ends what they left open. When it returns,
   * all of their transactions are decided.
   *
   * @throws PublishException if Kafka cannot do that now
   */
  public void start() throws InterruptedException {
    for (Producer<byte[], byte[]> producer : producers) {
      try {
        producer.initTransactions();
      } catch (InterruptException e) {
        throw interrupted(e);
      } catch (KafkaException | IllegalStateException e) {
        throw KafkaProblem.away(e, clients.address());
      }
    }
  }

  /**
   * Makes an event ready to be sent, to the partition that its key has had so far.
   *
   * @param topic the event's topic, as {@link #topic} has told
   * @throws PublishException if it cannot be published
   */
  public Outgoing prepare(OutboxEvent event, URI source, EventTopic topic) {
    try {
      byte[] key = CloudEvents.key(event);
      ProducerRecord<byte[], byte[]> record =
          CloudEvents.record(
              event,
              source,
              topic.name(),
              BuiltInPartitioner.partitionForKey(key, topic.partitions()),
              key);
      check(RecordSize.upperBound(record), topic.maxBytes());
      return new Outgoing(event, record);
    } catch (KafkaException e) {
      throw KafkaProblem.explain(e, event, clients.address());
    }
  }

  /** Looks at the topics anew: an operator has mended something. */
  public void forgetTopics() {
    topics.forget();
  }

  /** Whether events are published before their progress, which then may follow later. */
  public boolean publishesAtOnce() {
    return plain != null;
  }

  /**
   * The topic of an event as it is now; makes it if it is missing.
   *
   * @throws PublishException if that cannot be told
   */
  public EventTopic topic(OutboxEvent event) throws InterruptedException {
    String name = event.topic();
    try {
      int maxBytes = topics.get(name).maxBytes();
      // What the producer knows is refreshed every few minutes.
      return new EventTopic(name, producers.get(0).partitionsFor(name).size(), maxBytes);
    } catch (InterruptException e) {
      throw interrupted(e);
    } catch (KafkaException e) {
      throw KafkaProblem.explain(e, event, clients.address());
    }
  }

  /**
   * Sends an event: with exactly-once delivery in a transaction, which is opened if none is, else
   * at once. Whether Kafka has it is known after {@link #commit} or {@link #flush}.
   *
   * @throws PublishException if this one, or one that was sent before, cannot be published
   */
  public void send(Outgoing outgoing) throws InterruptedException {
    // With the first failure all is lost; and each further one could take as long to show. Of
    // consequences commit or flush tells: by then the cause is known.
    throwFailure(failure.cause());
    try {
      // The callback has what the future would tell.
      var unused =
          (plain == null ? opened() : plain).send(outgoing.record(), failure.of(outgoing.event()));
    } catch (InterruptException e) {
      throw interrupted(e);
    } catch (KafkaException | IllegalStateException e) {
      throw explain(e);
    }
  }

  /**
   * Waits until Kafka has what was sent without a transaction.
   *
   * @throws PublishException if it does not take it; it may have any part of it
   */
  public void flush() throws InterruptedException {
    Producer<byte[], byte[]> producer = plain;
    if (producer == null) {
      throw new IllegalStateException("The delivery is exactly once");
    }
    try {
      producer.flush();
    } catch (InterruptException e) {
      throw interrupted(e);
    } catch (KafkaException | IllegalStateException e) {
      throw explain(e);
    }
    throwFailure(failure.exception());
    failure = new FirstFailure();
  }

  /**
   * Publishes progress, with exactly-once delivery together with what was sent since the last time,
   * all or nothing.
   *
   * @param progress what to write into the progress topic
   * @param onProgress told of each of these where it is, before this method returns
   * @throws PublishException if Kafka refuses or does not answer; whether it has them, progress
   *     says
   */
  public void commit(List<ProducerRecord<byte[], byte[]>> progress, Callback onProgress)
      throws InterruptedException {
    throwFailure(failure.cause());
    try {
      for (ProducerRecord<byte[], byte[]> record : progress) {
        var unused = opened().send(record, onProgress);
      }
      commit();
      open = false;
      turn = (turn + 1) % TURNS;
      failure = new FirstFailure();
    } catch (InterruptException e) {
      throw interrupted(e);
    } catch (KafkaException | IllegalStateException e) {
      throw explain(e);
    }
  }

  /** Gives up what is not committed, at once. */
  @Override
  public void close() {
    closeProducers();
    if (plain != null) {
      plain.close(Duration.ZERO);
    }
  }

  private void closeProducers() {
    producers.forEach(producer -> producer.close(Duration.ZERO));
  }

  private Producer<byte[], byte[]> opened() {
    if (!open) {
      producers.get(turn).beginTransaction();
      open = true;
    }
    return producers.get(turn);
  }

  private void commit() {
    for (int attempt = 1; ; attempt++) {
      try {
        producers.get(turn).commitTransaction();
        return;
      } catch (TimeoutException e) {
        if (attempt == COMMIT_TRIES) {
          throw e;
        }
        stalled.accept(
            "Kafka at %s has not committed a transaction for %d s: check that it is up; nothing is lost"
                .formatted(clients.address(), attempt * KafkaClients.PATIENCE.toSeconds()));
      }
    }
  }

  private void throwFailure(@Nullable Exception first) {
    if (first != null) {
      throw explain(first);
    }
  }

  /** What failed first explains what failed later. */
  private PublishException explain(Exception otherwise) {
    topics.forget();
    Exception first = failure.exception();
    return first == null
        ? KafkaProblem.away(otherwise, clients.address())
        : KafkaProblem.explain(first, failure.event(), clients.address());
  }

  /** The thread is still marked as interrupted; the caller ends it. */
  private static InterruptedException interrupted(InterruptException cause) {
    InterruptedException interrupted = new InterruptedException("while Kafka was waited for");
    interrupted.initCause(cause);
    return interrupted;
  }

  private void check(int bytes, int topicBytes) {
    int limit =
        clients.compresses()
            ? clients.maxRequestBytes()
            : Math.min(clients.maxRequestBytes(), topicBytes);
    if (bytes > limit) {
      throw new RecordTooLargeException(
          "it takes %d bytes, the limit is %d".formatted(bytes, limit));
    }
  }

  /** For a fault that the relay itself found in an event. */
  public static PublishException refuse(OutboxEvent event, String reason) {
    return new PublishException(Scope.EVENT, event, reason, null);
  }

  /** For a fault of a topic that the relay itself found. */
  public static PublishException refuseTopic(OutboxEvent event, String reason) {
    return new PublishException(Scope.TOPIC, event, reason, null);
  }
}
