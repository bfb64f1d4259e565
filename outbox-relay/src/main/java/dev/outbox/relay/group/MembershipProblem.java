package dev.outbox.relay.group;

import dev.outbox.relay.outbox.OutboxState;
import dev.outbox.relay.progress.ForgetfulTopicException;
import dev.outbox.relay.publish.KafkaProblem;
import org.apache.kafka.common.KafkaException;
import org.jspecify.annotations.Nullable;

/**
 * Why this relay is no member of the group.
 *
 * @param state the state of its outboxes meanwhile
 * @param message what was found and what to do
 */
public record MembershipProblem(OutboxState state, String message) {

  static final MembershipProblem NOT_JOINED =
      waiting("This relay has not joined the relays' group yet; that takes a moment");

  static final MembershipProblem ENDED =
      new MembershipProblem(
          OutboxState.BLOCKED,
          "The thread that keeps this relay in its group has ended. See the log; restart the relay");

  static MembershipProblem of(ForgetfulTopicException refused) {
    return new MembershipProblem(OutboxState.REFUSED, String.valueOf(refused.getMessage()));
  }

  static MembershipProblem of(KafkaException failure) {
    return waiting("The relays' group cannot be joined: " + KafkaProblem.found(failure));
  }

  static MembershipProblem unknown(Throwable failure) {
    return new MembershipProblem(
        OutboxState.BLOCKED,
        ("The membership in the relays' group failed in a way that the relay does not know: %s. It"
                + " joins again; see the log, and report it")
            .formatted(failure));
  }

  static MembershipProblem sameName(@Nullable String instanceId) {
    return waiting(
        "Another relay has joined as outbox.relay.group.instance-id=%s; give each its own"
            .formatted(instanceId));
  }

  private static MembershipProblem waiting(String message) {
    return new MembershipProblem(OutboxState.WAITING_FOR_KAFKA, message);
  }
}
