package dev.outbox.inventory;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.outbox.events.order.OrderCancelled;
import dev.outbox.events.order.OrderPlaced;
import dev.outbox.starter.testing.ServiceProbe;
import dev.outbox.starter.testing.ServiceTest;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.http.MediaType;
import tools.jackson.databind.JsonNode;

@ServiceTest
class InventoryServiceIntegrationTests {

  @Autowired private ServiceProbe service;

  private final String apple = "apple-" + UUID.randomUUID();
  private final String pear = "pear-" + UUID.randomUUID();
  private final UUID order = UUID.randomUUID();

  @BeforeEach
  void awaitHealthy() {
    service.awaitHealthy();
  }

  @Test
  void everyExampleIsHandledAlsoWithFieldsAddedLater() {
    assertThat(service.deliverExtendedExamples())
        .containsExactly("dev.outbox.order.OrderCancelled.v1", "dev.outbox.order.OrderPlaced.v1");
  }

  @Test
  void stockIsSetAndShown() {
    assertThat(set(apple, 5)).isEqualTo(200);
    assertThat(set(apple, 7)).isEqualTo(200);
    assertStock(apple, 7, 0);
    assertThat(service.get("/stock").getBody())
        .anySatisfy(level -> assertThat(level.get("sku").asString()).isEqualTo(apple));
    assertThat(service.get("/stock/" + pear).getStatusCode().value()).isEqualTo(404);
  }

  @Test
  void anOrderForWhatThereIsIsReserved() {
    set(apple, 5);
    set(pear, 5);
    service.deliver(placed(order, Map.of(apple, 5, pear, 1)));
    assertStock(apple, 5, 5);
    assertStock(pear, 5, 1);
    JsonNode reservation = service.get("/reservations/" + order).getBody();
    assertThat(reservation.get("status").asString()).isEqualTo("RESERVED");
    assertThat(reservation.get("lines")).hasSize(2);
    assertThat(types()).containsExactly("dev.outbox.inventory.StockReserved.v1");
  }

  @Test
  void anOrderForMoreThanThereIsReservesNothingAtAll() {
    set(apple, 5);
    service.deliver(placed(order, Map.of(apple, 1, pear, 1)));
    assertStock(apple, 5, 0);
    JsonNode reservation = service.get("/reservations/" + order).getBody();
    assertThat(reservation.get("status").asString()).isEqualTo("REJECTED");
    assertThat(types()).containsExactly("dev.outbox.inventory.StockRejected.v1");
    assertThat((String) service.outbox(order.toString()).get(0).get("payload"))
        .contains("\"sku\":\"" + pear + "\",\"requested\":1,\"available\":0")
        .doesNotContain(apple);
  }

  @Test
  void linesOfTheSameSkuAreOneReservation() {
    set(apple, 5);
    service.deliver(
        new OrderPlaced(
            order,
            "c-1",
            "ada@example.org",
            "EUR",
            List.of(line(apple, 3), line(apple, 3)),
            BigDecimal.ONE,
            Instant.now()));
    assertStock(apple, 5, 0);
    assertThat(types()).containsExactly("dev.outbox.inventory.StockRejected.v1");
  }

  @Test
  void anOrderIsAnsweredOnceAlsoUnderAnotherEventId() {
    set(apple, 5);
    service.deliver(placed(order, Map.of(apple, 2)));
    service.deliver(placed(order, Map.of(apple, 2)));
    assertStock(apple, 5, 2);
    assertThat(types()).hasSize(1);
  }

  @Test
  void whatWasReservedForACancelledOrderIsAvailableAgain() {
    set(apple, 5);
    set(pear, 5);
    service.deliver(placed(order, Map.of(apple, 5, pear, 1)));
    service.deliver(cancelled(order));
    assertStock(apple, 5, 0);
    assertStock(pear, 5, 0);
    JsonNode reservation = service.get("/reservations/" + order).getBody();
    assertThat(reservation.get("status").asString()).isEqualTo("RELEASED");
    assertThat(types())
        .containsExactly(
            "dev.outbox.inventory.StockReserved.v1", "dev.outbox.inventory.StockReleased.v1");
    assertThat((String) service.outbox(order.toString()).get(1).get("payload"))
        .contains("{\"sku\":\"" + apple + "\",\"quantity\":5}")
        .contains("{\"sku\":\"" + pear + "\",\"quantity\":1}");
    UUID next = UUID.randomUUID();
    service.deliver(placed(next, Map.of(apple, 5)));
    assertStock(apple, 5, 5);
  }

  @Test
  void anOrderThatWasCancelledFirstReservesNothing() {
    set(apple, 5);
    service.deliver(cancelled(order));
    service.deliver(placed(order, Map.of(apple, 2)));
    assertStock(apple, 5, 0);
    JsonNode reservation = service.get("/reservations/" + order).getBody();
    assertThat(reservation.get("status").asString()).isEqualTo("CANCELLED");
    assertThat(reservation.get("lines")).isEmpty();
    assertThat(types()).isEmpty();
  }

  @Test
  void manyOrdersForTheSameSkusReserveExactlyWhatThereIs() {
    set(apple, 30);
    set(pear, 30);
    List<String> events = new ArrayList<>();
    for (int i = 0; i < 50; i++) {
      events.add(service.publisher().publish(placed(UUID.randomUUID(), Map.of(apple, 1, pear, 1))));
    }
    events.forEach(service::awaitHandled);
    assertStock(apple, 30, 30);
    assertStock(pear, 30, 30);
  }

  @Test
  void stockIsNeverSetBelowWhatIsReserved() {
    set(apple, 5);
    service.deliver(placed(order, Map.of(apple, 3)));
    assertThat(set(apple, 2)).isEqualTo(409);
    assertStock(apple, 5, 3);
    assertThat(set(apple, 3)).isEqualTo(200);
    assertStock(apple, 3, 3);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"{", "{}", "{\"onHand\":-1}", "{\"onHand\":\"many\"}", "{\"onHand\":null}"})
  void whatIsNoStockIsRefused(String body) {
    var answer = service.put("/stock/" + apple, body);
    assertThat(answer.getStatusCode().value()).isEqualTo(400);
    assertThat(answer.getHeaders().getContentType()).isEqualTo(MediaType.APPLICATION_PROBLEM_JSON);
    assertThat(service.get("/stock/" + apple).getStatusCode().value()).isEqualTo(404);
  }

  @Test
  void anOrderWithoutReservationIsNotFound() {
    assertThat(service.get("/reservations/" + order).getStatusCode().value()).isEqualTo(404);
    assertThat(service.get("/reservations/nonsense").getStatusCode().value()).isEqualTo(400);
  }

  private int set(String sku, int onHand) {
    return service
        .put("/stock/" + sku, "{\"onHand\":%d}".formatted(onHand))
        .getStatusCode()
        .value();
  }

  private void assertStock(String sku, int onHand, int reserved) {
    await()
        .atMost(ServiceProbe.LONG)
        .untilAsserted(
            () -> {
              JsonNode stock = service.get("/stock/" + sku).getBody();
              assertThat(stock.get("onHand").asInt()).isEqualTo(onHand);
              assertThat(stock.get("reserved").asInt()).isEqualTo(reserved);
              assertThat(stock.get("available").asInt()).isEqualTo(onHand - reserved);
            });
  }

  private List<String> types() {
    return service.outboxTypes(order.toString());
  }

  private static OrderPlaced placed(UUID order, Map<String, Integer> quantities) {
    return new OrderPlaced(
        order,
        "c-1",
        "ada@example.org",
        "EUR",
        quantities.entrySet().stream().map(e -> line(e.getKey(), e.getValue())).toList(),
        BigDecimal.ONE,
        Instant.now());
  }

  private static OrderCancelled cancelled(UUID order) {
    return new OrderCancelled(
        order, "c-1", "ada@example.org", OrderCancelled.Reason.CUSTOMER, Instant.now());
  }

  private static OrderPlaced.Line line(String sku, int quantity) {
    return new OrderPlaced.Line(sku, quantity, BigDecimal.ONE);
  }
}
