package dev.outbox.order;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import dev.outbox.starter.testing.ServiceProbe;
import dev.outbox.starter.testing.ServiceTest;
import dev.outbox.web.testing.MutatedBodies;
import dev.outbox.web.testing.RawRequests;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.http.HttpMethod;
import org.springframework.http.MediaType;

/**
 * Thousands of orders that are almost right: taken or refused, never an error of ours or a hang.
 */
@ServiceTest
class OrderApiFuzzIntegrationTests {

  private static final String ORDER =
      """
      {"customerId":"c-1","customerEmail":"ada@example.org","currency":"EUR",
       "lines":[{"sku":"apple","quantity":2,"unitPrice":"0.45"},
                {"sku":"pear","quantity":1,"unitPrice":1.1}]}
      """;

  private static final String EVENTS = "outbox_event WHERE aggregatetype = 'order'";

  @Autowired private ServiceProbe service;
  @LocalServerPort private int port;

  @Test
  void mutatedQueriesAreAnsweredOrRefused() {
    RawRequests raw = new RawRequests(port);
    raw.fuzz("/orders?status=PENDING&limit=2&customerId=c-1&after=" + UUID.randomUUID(), 500);
    raw.fuzz("/orders/" + UUID.randomUUID(), 200);
  }

  @Test
  @Timeout(value = 2, unit = TimeUnit.MINUTES)
  void mutatedOrdersAreTakenOrRefused() {
    long seed = System.nanoTime();
    int before = service.count("orders");
    int eventsBefore = service.count(EVENTS);
    int[] taken = {0};
    new MutatedBodies(ORDER, seed)
        .stream()
            .limit(2_000)
            .forEach(
                body -> {
                  String text = new String(body, StandardCharsets.UTF_8);
                  assertThatCode(
                          () -> {
                            int status =
                                service
                                    .send(
                                        HttpMethod.POST,
                                        "/orders",
                                        MediaType.APPLICATION_JSON,
                                        body,
                                        Map.of())
                                    .getStatusCode()
                                    .value();
                            assertThat(status).isIn(201, 400, 413);
                            taken[0] += status == 201 ? 1 : 0;
                          })
                      .as("seed %d, body %s", seed, text)
                      .doesNotThrowAnyException();
                });
    assertThat(service.count("orders")).isEqualTo(before + taken[0]);
    assertThat(service.count(EVENTS))
        .as("each order that was taken, and none else, has its event")
        .isEqualTo(eventsBefore + taken[0]);
  }
}
