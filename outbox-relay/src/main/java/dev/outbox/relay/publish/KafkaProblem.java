package dev.outbox.relay.publish;

import dev.outbox.relay.outbox.OutboxEvent;
import dev.outbox.relay.publish.PublishException.Scope;
import org.apache.kafka.common.InvalidRecordException;
import org.apache.kafka.common.errors.InvalidConfigurationException;
import org.apache.kafka.common.errors.InvalidPartitionsException;
import org.apache.kafka.common.errors.InvalidReplicationFactorException;
import org.apache.kafka.common.errors.InvalidTimestampException;
import org.apache.kafka.common.errors.InvalidTopicException;
import org.apache.kafka.common.errors.PolicyViolationException;
import org.apache.kafka.common.errors.RecordBatchTooLargeException;
import org.apache.kafka.common.errors.RecordTooLargeException;
import org.apache.kafka.common.errors.SslAuthenticationException;
import org.apache.kafka.common.errors.TopicAuthorizationException;
import org.jspecify.annotations.Nullable;

/** Says what a failure of Kafka means, and what an operator can do about it. */
public final class KafkaProblem {

  private KafkaProblem() {}

  /** The failure as the relay's own, with a sentence for operators. */
  static PublishException explain(Throwable failure, @Nullable OutboxEvent event, String address) {
    if (failure instanceof PublishException known) {
      return known;
    }
    if (event != null) {
      String todo = todo(failure);
      if (todo != null) {
        Scope scope = isOfTheEvent(failure) ? Scope.EVENT : Scope.TOPIC;
        return new PublishException(
            scope,
            event,
            "Kafka refuses %s for the topic %s: %s. To go on, %s"
                .formatted(event, event.topic(), found(failure), todo),
            failure);
      }
    }
    return away(failure, address);
  }

  /** Kafka cannot be used now. */
  public static PublishException away(Throwable failure, String address) {
    String message =
        refusalOfTls(failure) != null
            ? "Kafka at %s does not take events: %s. Nothing is lost"
            : "Kafka at %s does not take events (%s): check that it is up and lets the relay in; nothing is lost";
    return new PublishException(
        Scope.KAFKA, null, message.formatted(address, found(failure)), failure);
  }

  /**
   * Returns the failure's own words, the innermost ones. If TLS has failed, also says what to do.
   */
  public static String found(Throwable failure) {
    SslAuthenticationException refusal = refusalOfTls(failure);
    if (refusal == null) {
      return innermost(failure);
    }
    Throwable handshake = refusal.getCause() == null ? refusal : refusal.getCause();
    return ("the TLS handshake failed: %s. Check the certificate of the broker, and put the"
            + " authority that signed it into the trust store; the relay reads its stores again"
            + " by itself")
        .formatted(String.valueOf(handshake.getMessage()).replaceFirst("\\.$", ""));
  }

  private static @Nullable SslAuthenticationException refusalOfTls(Throwable failure) {
    for (Throwable each = failure; each != null; each = each.getCause()) {
      if (each instanceof SslAuthenticationException refusal) {
        return refusal;
      }
    }
    return null;
  }

  private static String innermost(Throwable failure) {
    Throwable root = failure;
    while (root.getCause() != null) {
      root = root.getCause();
    }
    String message = root.getMessage();
    return message == null || message.isBlank() ? root.getClass().getSimpleName() : message;
  }

  private static boolean isOfTheEvent(Throwable failure) {
    return failure instanceof RecordTooLargeException
        || (failure instanceof InvalidRecordException && !isOfTheClock(failure))
        || failure instanceof InvalidTopicException;
  }

  /**
   * Returns whether Kafka refuses a record's time, which is the relay's own. If several records of
   * a batch have it, Kafka's client tells them apart from other invalid records by the text alone.
   */
  private static boolean isOfTheClock(Throwable failure) {
    return failure instanceof InvalidTimestampException
        || (failure instanceof InvalidRecordException
            && String.valueOf(failure.getMessage()).matches("Timestamp .* is out of range.*"));
  }

  /** What to do about it; null if it may pass by itself. */
  private static @Nullable String todo(Throwable failure) {
    if (failure instanceof RecordTooLargeException) {
      return "raise max.message.bytes of the topic and"
          + " spring.kafka.producer.properties.max.request.size of the relay and release the key,"
          + " or discard the event";
    }
    if (isOfTheClock(failure)) {
      return "compare the clock of the relay with those of the brokers, and see"
          + " message.timestamp.after.max.ms and message.timestamp.before.max.ms of the topic";
    }
    if (failure instanceof RecordBatchTooLargeException) {
      return "raise segment.bytes of the topic";
    }
    if (failure instanceof InvalidRecordException) {
      return "see what the topic demands of records and release the key, or discard the event";
    }
    if (failure instanceof InvalidTopicException) {
      return "discard the event: its aggregatetype makes no valid topic name";
    }
    if (failure instanceof TopicAuthorizationException) {
      return "allow the relay's Kafka user to Describe, Create and Write the topic";
    }
    if (failure instanceof InvalidReplicationFactorException
        || failure instanceof InvalidPartitionsException
        || failure instanceof InvalidConfigurationException
        || failure instanceof PolicyViolationException) {
      return "change outbox.topics.partitions and .replication, or make the topic";
    }
    return null;
  }
}
