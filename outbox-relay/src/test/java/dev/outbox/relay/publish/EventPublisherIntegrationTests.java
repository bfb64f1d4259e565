package dev.outbox.relay.publish;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.outbox.localstack.KafkaBroker;
import dev.outbox.localstack.StackExtension;
import dev.outbox.relay.outbox.Delivery;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

@ExtendWith(StackExtension.class)
class EventPublisherIntegrationTests {

  private final Map<String, Object> settings;
  private final KafkaClients clients;
  private final String topic = "publisher-" + UUID.randomUUID();

  EventPublisherIntegrationTests(KafkaBroker kafka) {
    settings = Map.of("bootstrap.servers", kafka.bootstrapServers());
    clients = new KafkaClients(settings, settings, settings);
  }

  @BeforeEach
  void makeTopic() throws Exception {
    clients.admin().createTopics(List.of(new NewTopic(topic, 1, (short) 1))).all().get();
  }

  @AfterEach
  void close() {
    clients.close();
  }

  /** Whichever of its producers has the next turn. */
  @ParameterizedTest
  @ValueSource(ints = {0, 1, 2, 3})
  void whoStartsFencesWhoPublishedBefore(int committedBefore) throws Exception {
    try (EventPublisher first = publisher();
        EventPublisher second = publisher()) {
      first.start();
      for (int i = 0; i < committedBefore; i++) {
        commit(first, "first-" + i);
      }
      second.start();
      assertThatExceptionOfType(PublishException.class)
          .isThrownBy(() -> commit(first, "never seen"));
      for (int i = 0; i < EventPublisher.TURNS; i++) {
        commit(second, "second-" + i);
      }
    }
    assertThat(committed())
        .hasSize(committedBefore + EventPublisher.TURNS)
        .doesNotContain("never seen");
  }

  @Test
  void transactionsAreInTheOrderInWhichTheyWereCommitted() throws Exception {
    List<String> expected = new ArrayList<>();
    try (EventPublisher publisher = publisher()) {
      publisher.start();
      for (int i = 0; i < 50; i++) {
        commit(publisher, "event-" + i);
        expected.add("event-" + i);
      }
    }
    assertThat(committed()).containsExactlyElementsOf(expected);
  }

  /** As if the name of the brokers could not be resolved any more. */
  @ParameterizedTest
  @EnumSource(Delivery.class)
  void ifOneProducerCannotBeMadeNoneIsLeftOpen(Delivery delivery) {
    int producers = EventPublisher.TURNS + (delivery == Delivery.AT_LEAST_ONCE ? 1 : 0);
    for (int made = 0; made < producers; made++) {
      CountedInterceptor.reset(made);
      assertThatExceptionOfType(PublishException.class)
          .isThrownBy(() -> publisher(delivery, Map.of("interceptor.classes", COUNTED)))
          .satisfies(e -> assertThat(e.scope()).isEqualTo(PublishException.Scope.KAFKA));
      assertThat(CountedInterceptor.open()).isZero();
      assertThat(Thread.getAllStackTraces().keySet())
          .noneMatch(thread -> thread.isAlive() && thread.getName().contains(topic));
    }
  }

  private static final String COUNTED = CountedInterceptor.class.getName();

  private EventPublisher publisher(Delivery delivery, Map<String, Object> more) {
    Map<String, Object> producers = new HashMap<>(settings);
    producers.putAll(more);
    return new EventPublisher(
        topic,
        new KafkaClients(producers, settings, settings),
        new Topics(clients, new TopicsProperties(1, (short) 1)),
        delivery,
        sentence -> {});
  }

  private EventPublisher publisher() {
    return new EventPublisher(
        topic,
        clients,
        new Topics(clients, new TopicsProperties(1, (short) 1)),
        Delivery.EXACTLY_ONCE,
        sentence -> {});
  }

  private void commit(EventPublisher publisher, String value) throws InterruptedException {
    publisher.commit(
        List.of(new ProducerRecord<>(topic, value.getBytes(UTF_8))), (metadata, failure) -> {});
  }

  private List<String> committed() throws Exception {
    TopicPartition partition = new TopicPartition(topic, 0);
    long end = clients.endOffset(partition);
    List<String> values = new ArrayList<>();
    try (Consumer<byte[], byte[]> reader = clients.progressReader()) {
      reader.assign(List.of(partition));
      reader.seekToBeginning(List.of(partition));
      while (reader.position(partition) < end) {
        reader
            .poll(KafkaClients.PATIENCE)
            .forEach(record -> values.add(new String(record.value(), UTF_8)));
      }
    }
    return values;
  }
}
