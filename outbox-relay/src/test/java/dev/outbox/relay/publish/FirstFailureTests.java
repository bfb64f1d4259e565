package dev.outbox.relay.publish;

import static org.assertj.core.api.Assertions.assertThat;

import dev.outbox.relay.outbox.OutboxEvent;
import java.util.Set;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.RecordTooLargeException;
import org.apache.kafka.common.errors.TopicAuthorizationException;
import org.junit.jupiter.api.Test;

class FirstFailureTests {

  private final FirstFailure failure = new FirstFailure();

  @Test
  void theFirstByTimeIsToBlameNotTheFirstSent() {
    var first = failure.of(event("a"));
    var second = failure.of(event("b"));
    RecordTooLargeException tooLarge = new RecordTooLargeException();
    second.onCompletion(null, tooLarge);
    first.onCompletion(null, tooLarge);
    assertThat(failure.event().aggregateType()).isEqualTo("b");
  }

  @Test
  void aMissingRightIsBlamedOnTheTopicThatItIsMissingOf() {
    TopicAuthorizationException refused = new TopicAuthorizationException(Set.of("b-events"));
    failure.of(event("a")).onCompletion(null, refused);
    assertThat(failure.cause()).isNull();
    assertThat(failure.exception()).isSameAs(refused);
    failure.of(event("b")).onCompletion(null, refused);
    assertThat(failure.event().aggregateType()).isEqualTo("b");
    assertThat(failure.cause()).isSameAs(refused);
  }

  @Test
  void aConsequenceIsAFailureWhoseCauseIsNotKnown() {
    KafkaException consequence = new KafkaException("part of a batch");
    failure.of(event("a")).onCompletion(null, consequence);
    assertThat(failure.event()).isNull();
    assertThat(failure.cause()).isNull();
    assertThat(failure.exception()).isSameAs(consequence);
  }

  @Test
  void whatKafkaHasIsNoFailure() {
    failure.of(event("a")).onCompletion(null, null);
    assertThat(failure.exception()).isNull();
  }

  private static OutboxEvent event(String type) {
    return new OutboxEvent(1, "id", type, "key", "type", new byte[0], null, null, null, 0, 0);
  }
}
