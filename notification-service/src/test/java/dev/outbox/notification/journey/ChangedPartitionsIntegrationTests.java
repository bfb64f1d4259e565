package dev.outbox.notification.journey;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.outbox.events.producer.ProducedEvents;
import dev.outbox.localstack.Database;
import dev.outbox.localstack.KafkaBroker;
import dev.outbox.localstack.TestStack;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewPartitions;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/** More partitions for the topics of events, and what an operator does then. */
@ExtendWith(ProducedEvents.class)
class ChangedPartitionsIntegrationTests {

  @TempDir private Path state;

  @Test
  @Timeout(600)
  void healthTellsAndTheRunbookMakesJourneysAgain() throws Exception {
    try (KafkaBroker kafka = KafkaBroker.launch()) {
      Database database = TestStack.shared().mysql().createDatabase();
      String order = UUID.randomUUID().toString();
      try (JourneyInstance instance = start(kafka, database)) {
        instance.awaitRunning();
        place(kafka, order);
        instance.awaitJourney(order, journey -> true);
        raisePartitions(kafka, "order-events", 8);
        awaitState(instance, "order-events=8");
        raisePartitions(kafka, "inventory-events", 8);
        raisePartitions(kafka, "notification-events", 8);
        awaitState(instance, "have 8 partitions, and had 6");
        awaitState(instance, "docs/operations.md");
        assertThat(instance.get("/journeys").getStatusCode().value()).isEqualTo(503);
        assertThat(instance.get("/actuator/health/readiness").getStatusCode().value())
            .isEqualTo(200);
      }
      runbook(kafka, database.name() + "-journeys");
      state = state.resolve("empty");
      try (JourneyInstance instance = start(kafka, database)) {
        instance.awaitRunning();
        List<String> orders = List.of(order, UUID.randomUUID().toString());
        place(kafka, orders.get(1));
        for (String id : orders) {
          await()
              .atMost(JourneyInstance.LONG)
              .until(() -> instance.get("/journeys?limit=100").getBody().toString().contains(id));
        }
        instance.awaitJourney(orders.get(1), journey -> true);
      }
    }
  }

  private JourneyInstance start(KafkaBroker kafka, Database database) {
    // Otherwise Kafka Streams finds changed topics within five minutes.
    return JourneyInstance.start(
        kafka, database, state, "--spring.kafka.streams.properties.metadata.max.age.ms=2000");
  }

  private static void awaitState(JourneyInstance instance, String text) {
    await()
        .atMost(JourneyInstance.LONG)
        .untilAsserted(
            () -> {
              JsonNode health = instance.get("/actuator/health").getBody();
              assertThat(health.at("/components/journeys/status").asString()).isEqualTo("DOWN");
              assertThat(health.at("/components/journeys/details/streams").asString())
                  .contains(text);
            });
  }

  private static void raisePartitions(KafkaBroker kafka, String topic, int to) throws Exception {
    try (Admin admin = admin(kafka)) {
      admin.createPartitions(Map.of(topic, NewPartitions.increaseTo(to))).all().get();
    }
  }

  /** What docs/operations.md says, by the API behind its commands. */
  private static void runbook(KafkaBroker kafka, String application) throws Exception {
    try (Admin admin = admin(kafka)) {
      await()
          .atMost(JourneyInstance.LONG)
          .ignoreExceptions()
          .untilAsserted(() -> admin.deleteConsumerGroups(List.of(application)).all().get());
      admin
          .deleteTopics(
              List.of(application + "-journeys-changelog", application + "-agenda-changelog"))
          .all()
          .get();
    }
  }

  private static Admin admin(KafkaBroker kafka) {
    return Admin.create(Map.of("bootstrap.servers", kafka.bootstrapServers()));
  }

  private static void place(KafkaBroker kafka, String order) throws Exception {
    try (var producer =
        new KafkaProducer<>(
            Map.of(ProducerConfig.BOOTSTRAP_SERVERS_CONFIG, kafka.bootstrapServers()),
            new ByteArraySerializer(),
            new ByteArraySerializer())) {
      producer.send(OddRecords.event("order.OrderPlaced", order).record(order, null)).get();
    }
  }
}
