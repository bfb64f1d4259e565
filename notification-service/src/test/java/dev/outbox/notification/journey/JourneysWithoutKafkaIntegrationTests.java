package dev.outbox.notification.journey;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.outbox.events.producer.ProducedEvents;
import dev.outbox.localstack.KafkaBroker;
import dev.outbox.localstack.TestStack;
import java.nio.file.Path;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** The service does without Kafka, and journeys come when it does. */
@ExtendWith(ProducedEvents.class)
class JourneysWithoutKafkaIntegrationTests {

  @Test
  @Timeout(300)
  void theServiceStartsWithoutKafkaAndJourneysComeWithIt(@TempDir Path state) {
    try (KafkaBroker kafka = KafkaBroker.launch()) {
      kafka.stop();
      var database = TestStack.shared().mysql().createDatabase();
      try (JourneyInstance instance = JourneyInstance.start(kafka, database, state)) {
        String order = UUID.randomUUID().toString();
        assertThat(instance.get("/actuator/health/readiness").getStatusCode().value())
            .isEqualTo(200);
        assertThat(instance.get("/notifications?orderId=" + order).getStatusCode().value())
            .isEqualTo(200);
        assertIsUnavailable(instance, "/journeys/" + order);
        assertIsUnavailable(instance, "/journeys");
        assertIsUnavailable(instance, "/journeys/stream");
        assertThat(health(instance)).isEqualTo("DOWN");
        kafka.start();
        instance.awaitRunning();
        assertThat(instance.get("/journeys/" + order).getStatusCode().value()).isEqualTo(404);
        kafka.kill();
        kafka.start();
        await()
            .atMost(JourneyInstance.LONG)
            .until(() -> instance.get("/journeys/" + order).getStatusCode().value() == 404);
        instance.awaitRunning();
      }
    }
  }

  private static void assertIsUnavailable(JourneyInstance instance, String path) {
    var answer = instance.get(path);
    assertThat(answer.getStatusCode().value()).as(path).isEqualTo(503);
    assertThat(answer.getHeaders().getFirst("Retry-After")).isNotNull();
    assertThat(answer.getHeaders().getContentType()).hasToString("application/problem+json");
  }

  private static String health(JourneyInstance instance) {
    return instance.get("/actuator/health").getBody().at("/components/journeys/status").asString();
  }
}
