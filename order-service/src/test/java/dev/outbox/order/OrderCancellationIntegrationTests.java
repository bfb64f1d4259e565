package dev.outbox.order;

import static org.assertj.core.api.Assertions.assertThat;

import dev.outbox.events.inventory.StockRejected;
import dev.outbox.events.inventory.StockReserved;
import dev.outbox.starter.testing.ServiceProbe;
import dev.outbox.starter.testing.ServiceTest;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import tools.jackson.databind.JsonNode;

/** {@code POST /orders/{orderId}/cancellation}. */
@ServiceTest
class OrderCancellationIntegrationTests {

  private static final String ORDER =
      """
      {"customerId":"c-1","customerEmail":"ada@example.org","currency":"EUR",
       "lines":[{"sku":"apple","quantity":2,"unitPrice":"0.45"}]}
      """;
  private static final String PLACED = "dev.outbox.order.OrderPlaced.v1";
  private static final String CONFIRMED = "dev.outbox.order.OrderConfirmed.v1";
  private static final String CANCELLED = "dev.outbox.order.OrderCancelled.v1";

  @Autowired private ServiceProbe service;
  @Autowired private Orders orders;

  private String order;

  @BeforeEach
  void place() {
    order = service.post("/orders", ORDER).getBody().get("orderId").asString();
  }

  @Test
  void aPendingOrderIsCancelledAndItsEventTellsWhy() {
    ResponseEntity<JsonNode> answer = cancel(order);
    assertThat(answer.getStatusCode().value()).isEqualTo(202);
    assertThat(answer.getBody().get("status").asString()).isEqualTo("CANCELLED");
    assertThat(answer.getBody().get("reason").asString()).isEqualTo("CUSTOMER");
    assertThat(service.get("/orders/" + order).getBody()).isEqualTo(answer.getBody());
    assertThat(service.outboxTypes(order)).containsExactly(PLACED, CANCELLED);
    assertThat((String) service.outbox(order).get(1).get("payload"))
        .contains("\"reason\":\"CUSTOMER\"", "\"customerEmail\":\"ada@example.org\"");
    assertThat(service.get("/orders?status=CANCELLED").getBody().get("orders"))
        .anySatisfy(found -> assertThat(found.get("orderId").asString()).isEqualTo(order));
  }

  @Test
  void aConfirmedOrderIsCancelledToo() {
    orders.confirm(UUID.fromString(order));
    assertThat(cancel(order).getStatusCode().value()).isEqualTo(202);
    assertThat(service.outboxTypes(order)).containsExactly(PLACED, CONFIRMED, CANCELLED);
  }

  @Test
  void whoeverAsksAgainGetsTheSameAnswer() {
    ResponseEntity<JsonNode> first = cancel(order);
    ResponseEntity<JsonNode> second = cancel(order);
    assertThat(second.getStatusCode().value()).isEqualTo(202);
    assertThat(second.getBody()).isEqualTo(first.getBody());
    assertThat(service.outboxTypes(order)).containsExactly(PLACED, CANCELLED);
  }

  @Test
  void aRejectedOrderIsNotCancelledAndTheProblemSaysWhatItIs() {
    service.deliver(
        new StockRejected(
            UUID.fromString(order),
            List.of(new StockRejected.Shortage("apple", 2, 1)),
            Instant.now()));
    ResponseEntity<JsonNode> answer = cancel(order);
    assertProblem(answer, 409);
    assertThat(answer.getBody().get("orderStatus").asString()).isEqualTo("REJECTED");
    assertThat(answer.getBody().get("detail").asString()).contains(order, "REJECTED", "PENDING");
  }

  @Test
  void anOrderThatIsNotKnownIsNotFound() {
    UUID unknown = UUID.randomUUID();
    assertProblem(cancel(unknown.toString()), 404);
    assertProblem(cancel("nonsense"), 400);
    assertThat(service.outbox(unknown.toString())).isEmpty();
  }

  @Test
  void eightCancellationsAtOnceAreOne() throws Exception {
    List<Callable<Integer>> requests =
        Collections.nCopies(8, () -> cancel(order).getStatusCode().value());
    assertThat(atOnce(requests)).containsOnly(202);
    assertThat(service.outboxTypes(order)).containsExactly(PLACED, CANCELLED);
  }

  @Test
  void howeverACancellationAndAConfirmationCrossTheOrderIsCancelled() throws Exception {
    for (int round = 0; round < 20; round++) {
      place();
      Callable<Integer> cancellation = () -> cancel(order).getStatusCode().value();
      Callable<Integer> confirmation =
          () -> {
            service.deliver(
                new StockReserved(
                    UUID.fromString(order),
                    List.of(new StockReserved.Line("apple", 2)),
                    Instant.now()));
            return 202;
          };
      assertThat(atOnce(List.of(cancellation, confirmation))).containsOnly(202);
      assertThat(service.get("/orders/" + order).getBody().get("status").asString())
          .isEqualTo("CANCELLED");
      assertThat(service.outboxTypes(order))
          .isIn(List.of(PLACED, CANCELLED), List.of(PLACED, CONFIRMED, CANCELLED));
    }
  }

  private ResponseEntity<JsonNode> cancel(String orderId) {
    return service.post("/orders/" + orderId + "/cancellation", "");
  }

  private static List<Integer> atOnce(List<Callable<Integer>> tasks) throws Exception {
    ExecutorService threads = Executors.newFixedThreadPool(tasks.size());
    try {
      List<Integer> answers = new ArrayList<>();
      for (Future<Integer> answer : threads.invokeAll(tasks)) {
        answers.add(answer.get());
      }
      return answers;
    } finally {
      threads.shutdownNow();
    }
  }

  private static void assertProblem(ResponseEntity<JsonNode> answer, int status) {
    assertThat(answer.getStatusCode().value()).as("%s", answer.getBody()).isEqualTo(status);
    assertThat(answer.getHeaders().getContentType()).isEqualTo(MediaType.APPLICATION_PROBLEM_JSON);
    assertThat(answer.getBody().get("status").asInt()).isEqualTo(status);
  }
}
