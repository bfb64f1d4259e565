package dev.outbox.inventory.reservation;

import static org.assertj.core.api.Assertions.assertThat;

import dev.outbox.events.Event;
import dev.outbox.events.order.OrderCancelled;
import dev.outbox.events.order.OrderConfirmed;
import dev.outbox.events.order.OrderPlaced;
import dev.outbox.events.order.OrderRejected;
import dev.outbox.starter.testing.Batch;
import dev.outbox.starter.testing.ServiceProbe;
import dev.outbox.starter.testing.ServiceTest;
import dev.outbox.starter.testing.Transition;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import java.util.function.Consumer;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.http.ResponseEntity;
import org.springframework.messaging.Message;
import tools.jackson.databind.JsonNode;

/** Each cell of the table of a reservation's states and events. */
@ServiceTest
class ReservationStatesIntegrationTests {

  private static final int ON_HAND = 5;
  private static final int QUANTITY = 3;
  private static final String ENOUGH = "OrderPlaced, enough there";
  private static final String TOO_LITTLE = "OrderPlaced, too little there";

  @Autowired private ServiceProbe service;

  @Autowired
  @Qualifier("inbox")
  private Consumer<Message<List<byte[]>>> inbox;

  private final UUID order = UUID.randomUUID();
  private final String sku = "sku-" + UUID.randomUUID();

  static List<Transition> cells() {
    return Transition.table("a reservation that is …");
  }

  @BeforeEach
  void stock() {
    service.put("/stock/" + sku, "{\"onHand\":%d}".formatted(ON_HAND));
  }

  @ParameterizedTest
  @MethodSource("cells")
  void anEventInAStateDoesWhatTheTableSays(Transition cell) {
    bring(cell.state());
    List<String> before = service.outboxTypes(order.toString());
    play(cell.event());
    assertThat(state()).isEqualTo(cell.after());
    assertThat(service.get("/stock/" + sku).getBody().get("reserved").asInt())
        .isEqualTo(state().equals("RESERVED") ? QUANTITY : 0);
    List<String> after = service.outboxTypes(order.toString());
    assertThat(after.subList(before.size(), after.size()))
        .isEqualTo(cell.emits().stream().map("dev.outbox.inventory.%s.v1"::formatted).toList());
  }

  @ParameterizedTest
  @EnumSource
  void everyStatusIsInTheTable(Reservation.Status status) {
    assertThat(cells()).anySatisfy(cell -> assertThat(cell.state()).isEqualTo(status.name()));
  }

  private void bring(String state) {
    switch (state) {
      case "not there" -> {}
      case "RESERVED" -> play(ENOUGH);
      case "REJECTED" -> play(TOO_LITTLE);
      case "CANCELLED" -> play("OrderCancelled");
      case "RELEASED" -> {
        play(ENOUGH);
        play("OrderCancelled");
      }
      default -> throw new IllegalArgumentException("no test brings a reservation to " + state);
    }
    assertThat(state()).isEqualTo(state);
  }

  private void play(String event) {
    deliver(
        switch (event) {
          case ENOUGH -> placed(QUANTITY);
          case TOO_LITTLE -> placed(ON_HAND + 1);
          case "OrderConfirmed" ->
              new OrderConfirmed(
                  order, "c-1", "ada@example.org", "EUR", BigDecimal.ONE, Instant.now());
          case "OrderRejected" ->
              new OrderRejected(
                  order,
                  "c-1",
                  "ada@example.org",
                  OrderRejected.Reason.OUT_OF_STOCK,
                  List.of(sku),
                  Instant.now());
          case "OrderCancelled" ->
              new OrderCancelled(
                  order, "c-1", "ada@example.org", OrderCancelled.Reason.TIMEOUT, Instant.now());
          default -> throw new IllegalArgumentException("no test plays " + event);
        });
  }

  private OrderPlaced placed(int quantity) {
    return new OrderPlaced(
        order,
        "c-1",
        "ada@example.org",
        "EUR",
        List.of(new OrderPlaced.Line(sku, quantity, BigDecimal.ONE)),
        BigDecimal.ONE,
        Instant.now());
  }

  /** Delivers an event, and the same event again. */
  private void deliver(Event event) {
    Batch.Delivery delivery = Batch.Delivery.of(UUID.randomUUID().toString(), event);
    inbox.accept(Batch.of(delivery, delivery));
    inbox.accept(Batch.of(delivery));
  }

  private String state() {
    ResponseEntity<JsonNode> answer = service.get("/reservations/" + order);
    return answer.getStatusCode().value() == 404
        ? "not there"
        : answer.getBody().get("status").asString();
  }
}
