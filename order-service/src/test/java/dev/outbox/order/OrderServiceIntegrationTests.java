package dev.outbox.order;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.outbox.events.inventory.StockRejected;
import dev.outbox.events.inventory.StockReserved;
import dev.outbox.starter.testing.ServiceProbe;
import dev.outbox.starter.testing.ServiceTest;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.http.ResponseEntity;
import tools.jackson.databind.JsonNode;

@ServiceTest
class OrderServiceIntegrationTests {

  private static final String ORDER =
      """
      {"customerId":"c-1","customerEmail":"ada@example.org","currency":"EUR",
       "lines":[{"sku":"apple","quantity":2,"unitPrice":"0.45"},
                {"sku":"pear","quantity":1,"unitPrice":"1.1"}]}
      """;

  @Autowired private ServiceProbe service;

  @BeforeEach
  void awaitHealthy() {
    service.awaitHealthy();
  }

  @Test
  void everyExampleIsHandledAlsoWithFieldsAddedLater() {
    assertThat(service.deliverExtendedExamples())
        .containsExactly(
            "dev.outbox.inventory.StockRejected.v1", "dev.outbox.inventory.StockReserved.v1");
  }

  @Test
  void aPlacedOrderIsPendingAndItsEventIsInTheOutbox() {
    ResponseEntity<JsonNode> answer = service.post("/orders", ORDER);
    assertThat(answer.getStatusCode().value()).isEqualTo(201);
    JsonNode order = answer.getBody();
    String id = order.get("orderId").asString();
    assertThat(UUID.fromString(id).version()).isEqualTo(7);
    assertThat(answer.getHeaders().getLocation()).hasToString("/orders/" + id);
    assertThat(order.get("status").asString()).isEqualTo("PENDING");
    assertThat(order.get("total").asString()).isEqualTo("2.00");
    assertThat(order.get("total").isString()).isTrue();
    assertThat(Instant.parse(order.get("placedAt").asString())).isNotNull();
    assertThat(service.get("/orders/" + id).getBody()).isEqualTo(order);

    assertThat(service.outboxTypes(id)).containsExactly("dev.outbox.order.OrderPlaced.v1");
  }

  @Test
  void stockReservedConfirmsTheOrderOnceHoweverOftenItIsDelivered() {
    String id = place();
    var event =
        new StockReserved(
            UUID.fromString(id), List.of(new StockReserved.Line("apple", 2)), Instant.now());
    service.publisher().publish("same-id-" + id.substring(0, 8), event);
    service.publisher().publish("same-id-" + id.substring(0, 8), event);
    service.publisher().publish(event);
    awaitStatus(id, "CONFIRMED");
    service.deliver(event);
    assertThat(service.outboxTypes(id))
        .containsExactly("dev.outbox.order.OrderPlaced.v1", "dev.outbox.order.OrderConfirmed.v1");
  }

  @Test
  void stockRejectedRejectsTheOrderWithTheShortSkus() {
    String id = place();
    service
        .publisher()
        .publish(
            new StockRejected(
                UUID.fromString(id),
                List.of(new StockRejected.Shortage("pear", 1, 0)),
                Instant.now()));
    awaitStatus(id, "REJECTED");
    JsonNode order = service.get("/orders/" + id).getBody();
    assertThat(order.get("reason").asString()).isEqualTo("OUT_OF_STOCK");
    assertThat(order.get("shortSkus")).hasSize(1);
    assertThat(order.get("shortSkus").get(0).asString()).isEqualTo("pear");
    assertThat(service.outboxTypes(id))
        .containsExactly("dev.outbox.order.OrderPlaced.v1", "dev.outbox.order.OrderRejected.v1");
  }

  @Test
  void anAnswerThatComesAfterTheOutcomeChangesNothing() {
    String id = place();
    service
        .publisher()
        .publish(
            new StockReserved(
                UUID.fromString(id), List.of(new StockReserved.Line("apple", 2)), Instant.now()));
    awaitStatus(id, "CONFIRMED");
    service.deliver(
        new StockRejected(
            UUID.fromString(id), List.of(new StockRejected.Shortage("pear", 1, 0)), Instant.now()));
    awaitStatus(id, "CONFIRMED");
    assertThat(service.outboxTypes(id)).hasSize(2);
  }

  @Test
  void anAnswerToAnUnknownOrderIsNoted() {
    UUID unknown = UUID.randomUUID();
    service.deliver(
        new StockReserved(unknown, List.of(new StockReserved.Line("apple", 2)), Instant.now()));
    assertThat(service.outbox(unknown.toString())).isEmpty();
    assertThat(service.get("/orders/" + unknown).getStatusCode().value()).isEqualTo(404);
  }

  private String place() {
    return service.post("/orders", ORDER).getBody().get("orderId").asString();
  }

  private void awaitStatus(String orderId, String status) {
    await()
        .atMost(ServiceProbe.LONG)
        .untilAsserted(
            () ->
                assertThat(service.get("/orders/" + orderId).getBody().get("status").asString())
                    .isEqualTo(status));
  }
}
