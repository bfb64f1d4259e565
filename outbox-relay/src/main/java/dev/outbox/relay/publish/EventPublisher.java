package dev.outbox.relay.publish;

import dev.outbox.relay.outbox.OutboxEvent;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.function.Consumer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.InterruptException;
import org.apache.kafka.common.errors.RecordTooLargeException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Publishes batches of events, those of one key in order, at least once. Events are sent without
 * waiting for one another; the batch ends when Kafka has acknowledged all of them. Each database
 * server has a publisher of its own, used by one thread.
 */
public final class EventPublisher implements AutoCloseable {

  private static final Logger log = LoggerFactory.getLogger(EventPublisher.class);

  private final String clientId;
  private final KafkaClients clients;
  private final Topics topics;
  private @Nullable Producer<byte[], byte[]> producer;

  /** Connects to nothing yet. */
  public EventPublisher(String server, KafkaClients clients, Topics topics) {
    this.clientId = "outbox-relay-" + server;
    this.clients = clients;
    this.topics = topics;
  }

  /**
   * Sends the events and waits until Kafka has them, as long as it acknowledges any at all.
   *
   * <p>At an event that cannot be sent it stops: no later one is sent. One that only the broker
   * refuses may already have later ones behind it; they count as not acknowledged.
   *
   * @param source the CloudEvents source of the events
   * @param stalled told every few seconds, in a sentence, while Kafka does not answer
   * @throws InterruptedException if the thread was interrupted; Kafka may have any of the events
   */
  public PublishResult publish(List<OutboxEvent> events, URI source, Consumer<String> stalled)
      throws InterruptedException {
    Acknowledgements acks = new Acknowledgements();
    send(events, source, acks);
    if (!await(events, acks, stalled)) {
      acks.giveUp();
    }
    Exception failure = acks.failure();
    if (failure == null) {
      return new PublishResult(events.size(), null);
    }
    OutboxEvent failed = events.get(acks.firstFailed());
    topics.forget(failed.topic());
    if (acks.rejected()) {
      // What still waits in the producer must not be sent after what comes next. It fails now.
      close();
    }
    return new PublishResult(
        acks.firstFailed(), KafkaProblem.explain(failure, failed, clients.address()));
  }

  /** Gives up what is not acknowledged, at once. The next batch starts anew. */
  @Override
  public void close() {
    if (producer != null) {
      producer.close(Duration.ZERO);
      producer = null;
    }
  }

  private void send(List<OutboxEvent> events, URI source, Acknowledgements acks)
      throws InterruptedException {
    for (int index = 0; index < events.size() && !acks.failed(); index++) {
      OutboxEvent event = events.get(index);
      try {
        int topicBytes = topics.maxBytes(event.topic());
        ProducerRecord<byte[], byte[]> record = CloudEvents.record(event, source);
        check(RecordSize.upperBound(record), topicBytes);
        // The callback has what the future would tell.
        var unused = producer().send(record, acks.expect(index));
      } catch (InterruptException e) {
        // The thread is still marked as interrupted; the caller ends it.
        InterruptedException interrupted = new InterruptedException("while sending " + event);
        interrupted.initCause(e);
        throw interrupted;
      } catch (KafkaException | IllegalStateException e) {
        acks.fail(index, e);
      }
    }
  }

  /** Returns false if Kafka has acknowledged nothing for so long that waiting seems no use. */
  private boolean await(List<OutboxEvent> events, Acknowledgements acks, Consumer<String> stalled)
      throws InterruptedException {
    long progress = System.nanoTime();
    int pending = acks.pending();
    while (!acks.awaitAll(KafkaClients.STALLED)) {
      if (acks.rejected()) {
        return true;
      }
      if (acks.pending() < pending) {
        pending = acks.pending();
        progress = System.nanoTime();
        continue;
      }
      Duration silence = Duration.ofNanos(System.nanoTime() - progress);
      if (silence.compareTo(KafkaClients.GIVE_UP) > 0) {
        return false;
      }
      stalled.accept(
          "Kafka at %s has not acknowledged %d events for %d s: check that it is up; nothing is lost"
              .formatted(clients.address(), pending, silence.toSeconds()));
      provideAgain(events);
    }
    return true;
  }

  /** Kafka waits without a word for a topic that somebody has deleted. */
  private void provideAgain(List<OutboxEvent> events) throws InterruptedException {
    for (String topic : events.stream().map(OutboxEvent::topic).distinct().toList()) {
      topics.forget(topic);
      try {
        topics.maxBytes(topic);
      } catch (KafkaException e) {
        log.debug("The topic {} cannot be looked at now", topic, e);
        return;
      }
    }
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

  private Producer<byte[], byte[]> producer() {
    if (producer == null) {
      producer = clients.producer(clientId);
    }
    return producer;
  }
}
