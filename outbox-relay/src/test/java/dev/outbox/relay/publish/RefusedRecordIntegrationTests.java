package dev.outbox.relay.publish;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.outbox.localstack.KafkaBroker;
import dev.outbox.localstack.StackExtension;
import dev.outbox.relay.TestOutbox;
import dev.outbox.relay.outbox.Delivery;
import dev.outbox.relay.outbox.OutboxEvent;
import dev.outbox.relay.publish.PublishException.Scope;
import java.net.URI;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.internals.BuiltInPartitioner;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Which event is to blame if the broker refuses records. */
@ExtendWith(StackExtension.class)
class RefusedRecordIntegrationTests {

  private static final int INNOCENT = 20;

  private final String aggregateType = "refused-" + UUID.randomUUID();
  private final String topic = aggregateType + "-events";
  private final String bootstrapServers;
  private KafkaClients clients;

  RefusedRecordIntegrationTests(KafkaBroker kafka) {
    bootstrapServers = kafka.bootstrapServers();
    clients = clients(Map.of());
  }

  @AfterEach
  void close() {
    clients.close();
  }

  /** When Kafka refuses the large one, others of the transaction still wait to be sent. */
  @Test
  void whatWaitsIsNotBlamedForAnEventThatIsTooLarge() throws Exception {
    makeTopic(Map.of("max.message.bytes", "20000"));
    clients.close();
    // Each record is a batch of its own.
    clients = clients(Map.of("batch.size", "0", "compression.type", "snappy"));
    OutboxEvent guilty = event(key(1), TestOutbox.large(40_000));
    List<Outgoing> all = innocent(key(0));
    all.add(prepared(guilty));
    PublishException failure = failure(all);
    assertThat(failure.scope()).isEqualTo(Scope.EVENT);
    assertThat(failure.event().id()).isEqualTo(guilty.id());
    assertThat(failure).hasMessageContaining("raise max.message.bytes");
  }

  /** They are in one batch, which Kafka takes or refuses as a whole. */
  @Test
  void theNeighboursOfAnInvalidRecordAreNotBlamedForIt() throws Exception {
    makeTopic(Map.of("cleanup.policy", "compact"));
    OutboxEvent guilty = event(key(0), "{}");
    List<Outgoing> all = innocent(key(0));
    // A compacted topic takes no records without a key.
    all.add(new Outgoing(guilty, new ProducerRecord<>(topic, 0, null, "{}".getBytes(UTF_8))));
    all.addAll(innocent(key(0)));
    PublishException failure = failure(all);
    assertThat(failure.scope()).isEqualTo(Scope.EVENT);
    assertThat(failure.event().id()).isEqualTo(guilty.id());
    assertThat(failure).hasMessageContaining("see what the topic demands of records");
  }

  /** Records carry the relay's time: the clocks are to blame, or the topic's settings. */
  @Test
  void noEventIsBlamedForATimeThatKafkaRefuses() throws Exception {
    makeTopic(Map.of("message.timestamp.before.max.ms", "3600000"));
    for (int refused : new int[] {1, 2}) {
      List<Outgoing> all = innocent(key(0));
      for (int i = 0; i < refused; i++) {
        byte[] value = "{}".getBytes(UTF_8);
        all.add(
            new Outgoing(
                event(key(0), "{}"), new ProducerRecord<>(topic, 0, 1_000L, value, value)));
      }
      PublishException failure = failure(all);
      assertThat(failure.scope()).as(failure.getMessage()).isEqualTo(Scope.TOPIC);
      assertThat(failure).hasMessageContaining("clock").hasMessageContaining("message.timestamp");
    }
  }

  private List<Outgoing> innocent(String key) {
    List<Outgoing> all = new ArrayList<>();
    for (int i = 0; i < INNOCENT; i++) {
      all.add(prepared(event(key, "{}")));
    }
    return all;
  }

  private Outgoing prepared(OutboxEvent event) {
    byte[] key = CloudEvents.key(event);
    int partition = BuiltInPartitioner.partitionForKey(key, 2);
    return new Outgoing(
        event, CloudEvents.record(event, URI.create("/test"), topic, partition, key));
  }

  private PublishException failure(List<Outgoing> all) throws Exception {
    try (EventPublisher publisher = publisher()) {
      publisher.start();
      return catchThrowableOfType(
          PublishException.class,
          () -> {
            for (Outgoing each : all) {
              publisher.send(each);
            }
            publisher.commit(List.of(), (metadata, failure) -> {});
          });
    }
  }

  private EventPublisher publisher() {
    return new EventPublisher(
        topic,
        clients,
        new Topics(clients, new TopicsProperties(1, (short) 1)),
        Delivery.EXACTLY_ONCE,
        sentence -> {});
  }

  private OutboxEvent event(String key, String payload) {
    return new OutboxEvent(
        1,
        UUID.randomUUID().toString(),
        aggregateType,
        key,
        "dev.outbox.test.ThingHappened.v1",
        payload.getBytes(UTF_8),
        null,
        null,
        null,
        0,
        0);
  }

  /** A key of a partition. */
  private static String key(int partition) {
    int number = 0;
    while (BuiltInPartitioner.partitionForKey(("key" + number).getBytes(UTF_8), 2) != partition) {
      number++;
    }
    return "key" + number;
  }

  private void makeTopic(Map<String, String> settings) throws Exception {
    clients
        .admin()
        .createTopics(List.of(new NewTopic(topic, 2, (short) 1).configs(settings)))
        .all()
        .get();
  }

  private KafkaClients clients(Map<String, Object> more) {
    Map<String, Object> settings = Map.of("bootstrap.servers", bootstrapServers);
    Map<String, Object> producers = new HashMap<>(settings);
    producers.putAll(more);
    return new KafkaClients(producers, settings, settings);
  }
}
