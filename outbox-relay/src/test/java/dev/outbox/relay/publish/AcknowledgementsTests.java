package dev.outbox.relay.publish;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.apache.kafka.clients.producer.Callback;
import org.apache.kafka.common.errors.RecordTooLargeException;
import org.junit.jupiter.api.Test;

class AcknowledgementsTests {

  private final Acknowledgements acks = new Acknowledgements();

  @Test
  void whatIsBehindTheFirstFailureDoesNotCount() throws InterruptedException {
    Callback first = acks.expect(0);
    Callback second = acks.expect(1);
    Callback third = acks.expect(2);
    RecordTooLargeException refused = new RecordTooLargeException();
    third.onCompletion(null, null);
    second.onCompletion(null, refused);
    assertThat(acks.awaitAll(Duration.ofMillis(1))).isFalse();
    first.onCompletion(null, null);
    assertThat(acks.awaitAll(Duration.ofMillis(1))).isTrue();
    assertThat(acks.firstFailed()).isEqualTo(1);
    assertThat(acks.failure()).isSameAs(refused);
    assertThat(acks.rejected()).isTrue();
  }

  @Test
  void anEventThatWasNotSentDoesNotSpoilTheProducer() {
    acks.expect(0).onCompletion(null, null);
    acks.fail(1, new RecordTooLargeException());
    assertThat(acks.failed()).isTrue();
    assertThat(acks.rejected()).isFalse();
  }

  @Test
  void givingUpKeepsWhatCameBeforeTheFirstUnknown() {
    acks.expect(0).onCompletion(null, null);
    acks.expect(1);
    acks.expect(2).onCompletion(null, null);
    acks.giveUp();
    assertThat(acks.firstFailed()).isEqualTo(1);
    assertThat(acks.rejected()).isTrue();
  }
}
