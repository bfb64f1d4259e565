package dev.outbox.relay.publish;

import dev.outbox.relay.outbox.OutboxEvent;
import org.apache.kafka.clients.producer.Callback;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.jspecify.annotations.Nullable;

/**
 * Remembers the first of the sent events, in their order, that failed, since failures behind it are
 * mostly its consequences. Kafka's network thread reports, the publishing thread reads.
 */
final class FirstFailure {

  private int sent;
  private int place = Integer.MAX_VALUE;
  private @Nullable OutboxEvent event;
  private volatile @Nullable Exception exception;

  /**
   * To be called by Kafka when it is known what became of an event, which is sent after all for
   * which this was called before. The payload is not kept.
   */
  Callback of(OutboxEvent sending) {
    int number = sent++;
    OutboxEvent named = sending.withoutPayload();
    return (RecordMetadata metadata, Exception failure) -> {
      if (failure != null) {
        failed(number, named, failure);
      }
    };
  }

  private synchronized void failed(int number, OutboxEvent failed, Exception failure) {
    if (number < place) {
      place = number;
      event = failed;
      exception = failure;
    }
  }

  /** The event; null if none has failed. */
  synchronized @Nullable OutboxEvent event() {
    return event;
  }

  /** Why; null if none has failed. */
  @Nullable Exception exception() {
    return exception;
  }
}
