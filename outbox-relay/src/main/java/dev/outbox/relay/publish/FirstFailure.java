package dev.outbox.relay.publish;

import org.apache.kafka.clients.producer.Callback;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.jspecify.annotations.Nullable;

/**
 * Remembers the first of the sent events, in their order, that failed, since failures behind it are
 * mostly its consequences. Kafka's network thread reports, the publishing thread reads.
 */
final class FirstFailure {

  private int index = Integer.MAX_VALUE;
  private volatile @Nullable Exception exception;

  /** To be called by Kafka when it is known what became of the event at this place. */
  Callback at(int place) {
    return (RecordMetadata metadata, Exception failure) -> {
      if (failure != null) {
        failed(place, failure);
      }
    };
  }

  synchronized void failed(int place, Exception failure) {
    if (place < index) {
      index = place;
      exception = failure;
    }
  }

  synchronized int index() {
    return index;
  }

  @Nullable Exception exception() {
    return exception;
  }
}
