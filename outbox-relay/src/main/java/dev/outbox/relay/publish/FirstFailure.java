package dev.outbox.relay.publish;

import dev.outbox.relay.outbox.OutboxEvent;
import org.apache.kafka.clients.producer.Callback;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.TopicAuthorizationException;
import org.jspecify.annotations.Nullable;

/**
 * Remembers which of the sent events failed first, by time, and why. The order in which they were
 * sent tells nothing: once one event has failed, the producer fails all that still wait, also
 * earlier ones, with the same exception. Kafka's network thread reports, the publishing thread
 * reads.
 */
final class FirstFailure {

  private @Nullable OutboxEvent event;
  private @Nullable Exception cause;
  private @Nullable Exception consequence;

  /** Returns what Kafka calls when it knows what became of an event. Does not keep the payload. */
  Callback of(OutboxEvent sending) {
    OutboxEvent named = sending.withoutPayload();
    return (RecordMetadata metadata, Exception failure) -> {
      if (failure != null) {
        failed(named, failure);
      }
    };
  }

  private synchronized void failed(OutboxEvent failed, Exception failure) {
    if (isOfAnother(failed, failure)) {
      consequence = consequence == null ? failure : consequence;
    } else if (cause == null) {
      event = failed;
      cause = failure;
    }
  }

  /**
   * Returns whether an event failed only because another one did. Of a batch that Kafka refuses,
   * the records that Kafka names get its reason, and all others a plain exception. If a right on a
   * topic is missing, all topics of the transaction fail.
   */
  private static boolean isOfAnother(OutboxEvent failed, Exception failure) {
    if (failure instanceof TopicAuthorizationException refused
        && !refused.unauthorizedTopics().isEmpty()) {
      return !refused.unauthorizedTopics().contains(failed.topic());
    }
    return failure.getClass() == KafkaException.class;
  }

  /** Returns the event that is to blame; null if none is known. */
  synchronized @Nullable OutboxEvent event() {
    return event;
  }

  /** Returns why an event failed of itself; null if none is known to have. */
  synchronized @Nullable Exception cause() {
    return cause;
  }

  /** Returns why any event failed, of itself if that is known; null if none has. */
  synchronized @Nullable Exception exception() {
    return cause == null ? consequence : cause;
  }
}
