package dev.outbox.relay.publish;

import dev.outbox.relay.outbox.OutboxEvent;
import dev.outbox.relay.outbox.OutboxState;
import org.apache.kafka.common.InvalidRecordException;
import org.apache.kafka.common.errors.InvalidConfigurationException;
import org.apache.kafka.common.errors.InvalidPartitionsException;
import org.apache.kafka.common.errors.InvalidReplicationFactorException;
import org.apache.kafka.common.errors.InvalidTopicException;
import org.apache.kafka.common.errors.PolicyViolationException;
import org.apache.kafka.common.errors.RecordTooLargeException;
import org.apache.kafka.common.errors.TopicAuthorizationException;

/** Says what a failure of Kafka means for an outbox, and what an operator can do about it. */
final class KafkaProblem {

  private KafkaProblem() {}

  static PublishResult.Failure explain(Exception failure, OutboxEvent event, String address) {
    if (failure instanceof RecordTooLargeException) {
      return blocked(
          event,
          failure,
          "raise max.message.bytes of the topic and"
              + " spring.kafka.producer.properties.max.request.size of the relay, or delete the row");
    }
    if (failure instanceof TopicAuthorizationException) {
      return blocked(
          event, failure, "allow the relay's Kafka user to Describe, Create and Write the topic");
    }
    if (failure instanceof InvalidTopicException) {
      return blocked(event, failure, "its aggregatetype makes no valid topic name; delete the row");
    }
    if (failure instanceof InvalidReplicationFactorException
        || failure instanceof InvalidPartitionsException
        || failure instanceof InvalidConfigurationException
        || failure instanceof PolicyViolationException) {
      return blocked(
          event, failure, "change outbox.topics.partitions and .replication, or make the topic");
    }
    if (failure instanceof InvalidRecordException) {
      return blocked(event, failure, "see what the topic demands of records, or delete the row");
    }
    return new PublishResult.Failure(
        OutboxState.WAITING_FOR_KAFKA,
        "Kafka at %s does not take events (%s): check that it is up and lets the relay in; nothing is lost"
            .formatted(address, found(failure)));
  }

  /** The failure's own words, the innermost ones. */
  static String found(Throwable failure) {
    Throwable root = failure;
    while (root.getCause() != null) {
      root = root.getCause();
    }
    String message = root.getMessage();
    return message == null || message.isBlank() ? root.getClass().getSimpleName() : message;
  }

  private static PublishResult.Failure blocked(OutboxEvent event, Exception failure, String todo) {
    return new PublishResult.Failure(
        OutboxState.BLOCKED,
        "Kafka refuses %s for the topic %s: %s. To go on, %s"
            .formatted(event, event.topic(), found(failure), todo));
  }
}
