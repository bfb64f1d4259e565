package dev.outbox.inventory;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.outbox.events.producer.ProducedEvents;
import dev.outbox.starter.testing.OwnDatabaseService;
import dev.outbox.starter.testing.ServiceProbe;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.springframework.http.HttpMethod;

/** While MySQL is away each request is answered with 503, and afterwards all goes on. */
@ExtendWith(ProducedEvents.class)
class InventoryDatabaseAwayIntegrationTests {

  private static final String TEN = "{\"onHand\":10}";

  @Test
  void eachRequestIsUnavailableWhileMysqlIsDown() {
    try (var service = OwnDatabaseService.start(InventoryServiceApplication.class)) {
      assertThat(service.send(HttpMethod.PUT, "/stock/apple", TEN).getStatusCode().value())
          .isEqualTo(200);
      service.mysql().stop();
      service.assertUnavailable(HttpMethod.PUT, "/stock/apple", TEN);
      service.assertUnavailable(HttpMethod.GET, "/stock/apple", null);
      service.assertUnavailable(HttpMethod.GET, "/stock", null);
      service.assertUnavailable(HttpMethod.GET, "/reservations/" + UUID.randomUUID(), null);
      service.mysql().start();
      await()
          .atMost(ServiceProbe.LONG)
          .untilAsserted(
              () ->
                  assertThat(
                          service.send(HttpMethod.PUT, "/stock/apple", TEN).getStatusCode().value())
                      .isEqualTo(200));
    }
  }
}
