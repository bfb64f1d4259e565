package dev.outbox.relay.progress;

/** The progress topic would forget what the relay has to remember. */
public final class ForgetfulTopicException extends RuntimeException {

  ForgetfulTopicException(String topic, String cleanupPolicy, String address) {
    super(
        ("The topic %1$s keeps the relay's progress and has cleanup.policy=%2$s, with which Kafka"
                + " deletes progress that is still needed; it must be compact. Run kafka-configs.sh"
                + " --bootstrap-server %3$s --alter --entity-type topics --entity-name %1$s"
                + " --add-config cleanup.policy=compact")
            .formatted(topic, cleanupPolicy, address));
  }
}
