package dev.outbox.order;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.outbox.events.Event;
import dev.outbox.events.inventory.StockRejected;
import dev.outbox.events.inventory.StockReleased;
import dev.outbox.events.inventory.StockReserved;
import dev.outbox.starter.testing.Batch;
import dev.outbox.starter.testing.ServiceProbe;
import dev.outbox.starter.testing.ServiceTest;
import dev.outbox.starter.testing.Transition;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.UUID;
import java.util.function.Consumer;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.http.HttpMethod;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.messaging.Message;
import tools.jackson.databind.JsonNode;

/** Each cell of the table of an order's states and events. */
@ServiceTest
class OrderStatesIntegrationTests {

  private static final String UNKNOWN = "not known";
  private static final String ORDER =
      """
      {"customerId":"c-1","customerEmail":"ada@example.org","currency":"EUR",
       "lines":[{"sku":"apple","quantity":2,"unitPrice":"0.45"}]}
      """;

  @Autowired private ServiceProbe service;
  @Autowired private JdbcClient jdbc;
  @Autowired private SagaTimeLimit timeLimit;

  @Autowired
  @Qualifier("inbox")
  private Consumer<Message<List<byte[]>>> inbox;

  private final String idempotencyKey = UUID.randomUUID().toString();
  private String order = UUID.randomUUID().toString();

  static List<Transition> cells() {
    return Transition.table("an order that is …");
  }

  @ParameterizedTest
  @MethodSource("cells")
  void anEventInAStateDoesWhatTheTableSays(Transition cell) {
    bring(cell.state());
    List<String> before = service.outboxTypes(order);
    OptionalInt answer = play(cell.event());
    assertThat(state()).isEqualTo(cell.after());
    assertThat(answer).isEqualTo(cell.answer());
    List<String> after = service.outboxTypes(order);
    assertThat(after.subList(before.size(), after.size()))
        .isEqualTo(cell.emits().stream().map("dev.outbox.order.%s.v1"::formatted).toList());
  }

  @ParameterizedTest
  @EnumSource
  void everyStatusIsInTheTable(OrderStatus status) {
    assertThat(cells()).anySatisfy(cell -> assertThat(cell.state()).startsWith(status.name()));
  }

  private void bring(String state) {
    if (!state.equals(UNKNOWN)) {
      play("POST /orders");
    }
    switch (state) {
      case UNKNOWN, "PENDING" -> {}
      case "CONFIRMED" -> play("StockReserved");
      case "REJECTED" -> play("StockRejected");
      case "CANCELLED (CUSTOMER)" -> play("POST /orders/{id}/cancellation");
      case "CANCELLED (TIMEOUT)" -> play("time limit");
      default -> throw new IllegalArgumentException("no test brings an order to " + state);
    }
    assertThat(state()).isEqualTo(state);
  }

  private OptionalInt play(String event) {
    switch (event) {
      case "POST /orders" -> {
        ResponseEntity<JsonNode> answer = post("/orders", ORDER);
        order = answer.getBody().get("orderId").asString();
        return OptionalInt.of(answer.getStatusCode().value());
      }
      case "POST /orders/{id}/cancellation" -> {
        return OptionalInt.of(
            post("/orders/" + order + "/cancellation", "").getStatusCode().value());
      }
      case "time limit" -> becomeLate();
      case "StockReserved" ->
          deliver(
              new StockReserved(id(), List.of(new StockReserved.Line("apple", 2)), Instant.now()));
      case "StockRejected" ->
          deliver(
              new StockRejected(
                  id(), List.of(new StockRejected.Shortage("apple", 2, 1)), Instant.now()));
      case "StockReleased" ->
          deliver(
              new StockReleased(id(), List.of(new StockReleased.Line("apple", 2)), Instant.now()));
      default -> throw new IllegalArgumentException("no test plays " + event);
    }
    return OptionalInt.empty();
  }

  private void becomeLate() {
    jdbc.sql("UPDATE orders SET pending_since = pending_since - INTERVAL 1 HOUR WHERE id = ?")
        .param(order)
        .update();
    timeLimit.run();
    // The service looks by itself, too, and may have been first: then it is at work.
    await().atMost(ServiceProbe.LONG).until(() -> !state().equals("PENDING"));
  }

  /** Delivers an event, and the same event again. */
  private void deliver(Event event) {
    Batch.Delivery delivery = Batch.Delivery.of(UUID.randomUUID().toString(), event);
    inbox.accept(Batch.of(delivery, delivery));
    inbox.accept(Batch.of(delivery));
  }

  private UUID id() {
    return UUID.fromString(order);
  }

  private String state() {
    ResponseEntity<JsonNode> answer = service.get("/orders/" + order);
    if (answer.getStatusCode().value() == 404) {
      return UNKNOWN;
    }
    String status = answer.getBody().get("status").asString();
    return status.equals("CANCELLED")
        ? "%s (%s)".formatted(status, answer.getBody().get("reason").asString())
        : status;
  }

  private ResponseEntity<JsonNode> post(String path, String body) {
    return service.send(
        HttpMethod.POST,
        path,
        MediaType.APPLICATION_JSON,
        body.getBytes(StandardCharsets.UTF_8),
        Map.of("Idempotency-Key", idempotencyKey));
  }
}
