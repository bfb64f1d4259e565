package dev.outbox.notification.journey;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.MockConsumer;
import org.apache.kafka.common.Node;
import org.apache.kafka.common.PartitionInfo;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.AuthorizationException;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** However a stream ends, its response ends too. */
class FeedClientTests {

  private static final TopicPartition PARTITION = new TopicPartition(JourneyTopology.UPDATES, 0);

  private final MockConsumer<byte[], byte[]> kafka = new MockConsumer<>("earliest");
  private final FeedClient client = new FeedClient(Duration.ofMillis(10));

  @BeforeEach
  void connect() {
    kafka.updatePartitions(
        JourneyTopology.UPDATES,
        List.of(
            new PartitionInfo(
                JourneyTopology.UPDATES, 0, Node.noNode(), new Node[0], new Node[0])));
    kafka.updateEndOffsets(Map.of(PARTITION, 0L));
    client.connect(kafka, null);
  }

  @ParameterizedTest
  @ValueSource(classes = {IllegalArgumentException.class, NullPointerException.class})
  void anUnexpectedExceptionEndsTheResponse(Class<? extends RuntimeException> type)
      throws Exception {
    RuntimeException failure = type.getDeclaredConstructor().newInstance();
    kafka.schedulePollTask(
        () -> {
          throw failure;
        });
    assertThatThrownBy(client::run).isSameAs(failure);
    assertHasEnded();
  }

  @Test
  void anErrorEndsTheResponse() {
    kafka.schedulePollTask(
        () -> {
          throw new NoClassDefFoundError("a class that is not there");
        });
    assertThatThrownBy(client::run).isInstanceOf(NoClassDefFoundError.class);
    assertHasEnded();
  }

  @Test
  void anExceptionOfKafkaEndsTheResponse() {
    kafka.setPollException(new AuthorizationException("not any more"));
    client.run();
    assertHasEnded();
  }

  @Test
  void aStoppedClientEndsTheResponse() {
    kafka.schedulePollTask(client::stop);
    client.run();
    assertHasEnded();
  }

  @Test
  void aResponseThatHasEndedIsNoFailure() {
    client.emitter().complete();
    assertThatCode(client::run).doesNotThrowAnyException();
  }

  private void assertHasEnded() {
    assertThatThrownBy(() -> client.emitter().send("more"))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("completed");
    client.close();
    assertThat(kafka.closed()).isTrue();
  }
}
