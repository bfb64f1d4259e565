package dev.outbox.notification.journey;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.outbox.events.producer.ProducedEvents;
import dev.outbox.localstack.KafkaBroker;
import dev.outbox.localstack.TestStack;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AlterConfigOp;
import org.apache.kafka.clients.admin.ConfigEntry;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.config.ConfigResource;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.kafka.config.StreamsBuilderFactoryBean;

/** No record stops Kafka Streams. */
@ExtendWith(ProducedEvents.class)
class OddRecordsIntegrationTests {

  @TempDir private Path state;
  private KafkaBroker kafka;
  private JourneyInstance instance;
  private KafkaProducer<byte[], byte[]> producer;
  private final String order = UUID.randomUUID().toString();

  @BeforeEach
  void start() {
    kafka = KafkaBroker.launch();
    instance =
        JourneyInstance.start(
                kafka,
                TestStack.shared().mysql().createDatabase(),
                state,
                "--journeys.stalled-after=2s",
                "--journeys.check-interval=200ms")
            .awaitRunning();
    producer =
        new KafkaProducer<>(
            Map.of(ProducerConfig.BOOTSTRAP_SERVERS_CONFIG, kafka.bootstrapServers()),
            new ByteArraySerializer(),
            new ByteArraySerializer());
  }

  @AfterEach
  void stop() {
    producer.close();
    instance.close();
    kafka.close();
  }

  @Test
  void anEventOfTheYearOneIsShownAndNothingStops() throws Exception {
    send(OddRecords.event("order.OrderPlaced", "placed").time("0001-01-01T00:00:00Z"));
    send(OddRecords.event("order.OrderConfirmed", "confirmed"));
    instance.awaitJourney(order, journey -> journey.get("steps").size() == 2);
    assertNothingHasStopped();
  }

  @Test
  void noRecordStopsTheRest() throws Exception {
    acceptAnyTimestamp();
    send(OddRecords.event("order.OrderPlaced", "placed"));
    for (OddRecords.Odd odd : OddRecords.all().toList()) {
      send(odd);
    }
    // A client that does not know the time sends this one; Java's producer would refuse it.
    producer.send(withoutTimestamp()).get();
    producer.send(withoutTimestamp("later")).get();
    for (String published : List.of("1970-01-01T00:00:00Z", "9999-12-31T23:59:59Z")) {
      Instant time = Instant.parse(published);
      producer.send(OddRecords.event("order.OrderWrapped", published).record(order, time)).get();
      producer.send(OddRecords.event("x", "").record(order, time)).get();
    }
    send(OddRecords.event("order.OrderCancelled", "cancelled"));
    instance.awaitJourney(order, journey -> journey.get("state").asString().equals("CANCELLED"));
    String other = UUID.randomUUID().toString();
    producer.send(OddRecords.event("order.OrderPlaced", "other").record(other, null)).get();
    instance.awaitJourney(other, journey -> journey.get("stalled").asBoolean());
    assertNothingHasStopped();
  }

  private void send(OddRecords.Odd odd) throws Exception {
    producer.send(odd.record(order, null)).get();
  }

  private ProducerRecord<byte[], byte[]> withoutTimestamp(String... more) {
    String id = "no timestamp" + String.join("", more);
    ProducerRecord<byte[], byte[]> event =
        OddRecords.event("order.OrderWrapped", id).record(order, null);
    return new ProducerRecord<>(event.topic(), null, event.key(), event.value(), event.headers()) {
      @Override
      public Long timestamp() {
        return -1L;
      }
    };
  }

  private void acceptAnyTimestamp() throws Exception {
    try (Admin admin = Admin.create(Map.of("bootstrap.servers", kafka.bootstrapServers()))) {
      ConfigResource topic = new ConfigResource(ConfigResource.Type.TOPIC, "order-events");
      List<AlterConfigOp> changes = new ArrayList<>();
      changes.add(
          new AlterConfigOp(
              new ConfigEntry("message.timestamp.after.max.ms", "" + Long.MAX_VALUE),
              AlterConfigOp.OpType.SET));
      admin.incrementalAlterConfigs(Map.of(topic, changes)).all().get();
    }
  }

  /** Neither Kafka Streams nor one of its threads. */
  private void assertNothingHasStopped() {
    instance.awaitRunning();
    assertThat(
            instance
                .bean(StreamsBuilderFactoryBean.class)
                .getKafkaStreams()
                .metrics()
                .values()
                .stream()
                .filter(metric -> metric.metricName().name().equals("failed-stream-threads"))
                .map(metric -> metric.metricValue()))
        .containsExactly(0.0);
    await()
        .during(java.time.Duration.ofSeconds(3))
        .atMost(JourneyInstance.LONG)
        .until(() -> instance.get("/journeys/" + order).getStatusCode().value() == 200);
  }
}
