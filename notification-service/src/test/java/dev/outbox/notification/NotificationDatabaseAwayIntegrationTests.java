package dev.outbox.notification;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.outbox.events.producer.ProducedEvents;
import dev.outbox.starter.testing.OwnDatabaseService;
import dev.outbox.starter.testing.ServiceProbe;
import java.nio.file.Path;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.http.HttpMethod;

/** While MySQL is away each request is answered with 503, and afterwards all goes on. */
@ExtendWith(ProducedEvents.class)
class NotificationDatabaseAwayIntegrationTests {

  @TempDir private Path state;

  @Test
  void eachRequestIsUnavailableWhileMysqlIsDown() {
    String messages = "/notifications?orderId=" + UUID.randomUUID();
    try (var service =
        OwnDatabaseService.start(
            NotificationServiceApplication.class, "spring.kafka.streams.state-dir=" + state)) {
      assertThat(service.send(HttpMethod.GET, messages, null).getStatusCode().value())
          .isEqualTo(200);
      service.mysql().stop();
      service.assertUnavailable(HttpMethod.GET, messages, null);
      service.mysql().start();
      await()
          .atMost(ServiceProbe.LONG)
          .untilAsserted(
              () ->
                  assertThat(service.send(HttpMethod.GET, messages, null).getStatusCode().value())
                      .isEqualTo(200));
    }
  }
}
