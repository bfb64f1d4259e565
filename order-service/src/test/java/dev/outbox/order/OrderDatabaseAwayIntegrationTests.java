package dev.outbox.order;

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
class OrderDatabaseAwayIntegrationTests {

  private static final String ORDER =
      """
      {"customerId":"c-1","customerEmail":"ada@example.org","currency":"EUR",
       "lines":[{"sku":"apple","quantity":2,"unitPrice":"0.45"}]}
      """;

  @Test
  void eachRequestIsUnavailableWhileMysqlIsDown() {
    try (var service = OwnDatabaseService.start(OrderServiceApplication.class)) {
      String id =
          service.send(HttpMethod.POST, "/orders", ORDER).getBody().get("orderId").asString();
      service.mysql().execute("SET GLOBAL read_only = ON");
      String noChanges = "The database takes no changes now, try again later";
      service.assertUnavailable(HttpMethod.POST, "/orders", ORDER, noChanges);
      assertThat(service.send(HttpMethod.GET, "/orders/" + id, null).getStatusCode().value())
          .isEqualTo(200);
      service.mysql().stop();
      service.assertUnavailable(HttpMethod.POST, "/orders", ORDER);
      service.assertUnavailable(HttpMethod.POST, "/orders/" + id + "/cancellation", null);
      service.assertUnavailable(HttpMethod.GET, "/orders/" + id, null);
      service.assertUnavailable(HttpMethod.GET, "/orders/" + UUID.randomUUID(), null);
      service.assertUnavailable(HttpMethod.GET, "/orders?customerId=c-1", null);
      service.mysql().start();
      await()
          .atMost(ServiceProbe.LONG)
          .untilAsserted(
              () ->
                  assertThat(
                          service.send(HttpMethod.POST, "/orders", ORDER).getStatusCode().value())
                      .isEqualTo(201));
    }
  }
}
