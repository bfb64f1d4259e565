package dev.outbox.endtoend.sagas;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.outbox.endtoend.Http;
import dev.outbox.starter.testing.Batch.Delivery;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.UUID;
import java.util.stream.Collectors;
import org.springframework.jdbc.core.RowCallbackHandler;
import org.springframework.jdbc.core.simple.JdbcClient;
import tools.jackson.databind.JsonNode;

/**
 * Customers, the relay, Kafka and time, who all do something at random: the same by seed. After
 * each step both databases are compared with the {@link Model}.
 */
final class RandomSagas {

  private static final List<String> SKUS = List.of("apple", "fig", "pear", "plum");

  private final Service orders;
  private final Service inventory;
  private final Random random;
  private final Topic orderEvents;
  private final Topic inventoryEvents;
  private final Model model = new Model();
  private final List<String> placed = new ArrayList<>();
  private final List<Runnable> actions;

  RandomSagas(Service orders, Service inventory, long seed) {
    this.orders = orders;
    this.inventory = inventory;
    random = new Random(seed);
    orderEvents = new Topic(random);
    inventoryEvents = new Topic(random);
    Runnable publishOrderEvents = () -> publish(orders, orderEvents);
    Runnable publishInventoryEvents = () -> publish(inventory, inventoryEvents);
    Runnable deliverOrderEvents = () -> deliver(inventory, orderEvents.poll(random.nextInt(8)));
    Runnable deliverInventoryEvents =
        () -> deliver(orders, inventoryEvents.poll(random.nextInt(8)));
    // As often as each stands here.
    actions =
        List.of(
            this::place,
            this::place,
            this::place,
            this::cancel,
            this::timeOut,
            this::stock,
            publishOrderEvents,
            publishOrderEvents,
            publishInventoryEvents,
            publishInventoryEvents,
            deliverOrderEvents,
            deliverOrderEvents,
            deliverInventoryEvents,
            deliverInventoryEvents,
            orderEvents::rewind,
            inventoryEvents::rewind,
            () -> deliver(inventory, orderEvents.stray()),
            () -> deliver(orders, inventoryEvents.stray()));
  }

  /** Plays some steps, then lets everything arrive. */
  void play(int steps) {
    SKUS.forEach(sku -> stock(sku, 20));
    for (int step = 0; step < steps; step++) {
      any(actions).run();
      check();
    }
    do {
      publish(orders, orderEvents);
      publish(inventory, inventoryEvents);
      deliver(inventory, orderEvents.poll(8));
      deliver(orders, inventoryEvents.poll(8));
    } while (isUnderWay(orders, orderEvents) || isUnderWay(inventory, inventoryEvents));
    check();
    checkEnd();
  }

  private void place() {
    Map<String, Integer> quantities = new TreeMap<>();
    for (int line = random.nextInt(3); line >= 0; line--) {
      quantities.put(any(SKUS), 1 + random.nextInt(4));
    }
    String lines =
        quantities.entrySet().stream()
            .map(
                line ->
                    """
                    {"sku":"%s","quantity":%d,"unitPrice":"0.45"}"""
                        .formatted(line.getKey(), line.getValue()))
            .collect(Collectors.joining(","));
    Http.Answer answer =
        Http.post(
            orders.url() + "/orders",
            """
            {"customerId":"c-1","customerEmail":"ada@example.org","currency":"EUR","lines":[%s]}"""
                .formatted(lines));
    assertThat(answer.status()).isEqualTo(201);
    String order = answer.body().get("orderId").asString();
    placed.add(order);
    model.place(order, quantities);
  }

  private void cancel() {
    String order = placed.isEmpty() ? new UUID(0, 0).toString() : any(placed);
    assertThat(Http.post(orders.url() + "/orders/" + order + "/cancellation", "").status())
        .isEqualTo(model.cancel(order));
  }

  private void timeOut() {
    if (placed.isEmpty()) {
      return;
    }
    String order = any(placed);
    orders
        .jdbc()
        .sql("UPDATE orders SET pending_since = pending_since - INTERVAL 301 DAY WHERE id = ?")
        .param(order)
        .update();
    orders.run("sagaTimeLimit");
    model.timeOut(order);
    // The service looks by itself, too: it may be at work on this order.
    await()
        .atMost(Duration.ofSeconds(30))
        .pollDelay(Duration.ZERO)
        .until(() -> orders().get(order).equals(model.orders.get(order)));
  }

  private void stock() {
    stock(any(SKUS), random.nextInt(60));
  }

  private void stock(String sku, int pieces) {
    assertThat(Http.put(inventory.url() + "/stock/" + sku, "{\"onHand\":%d}".formatted(pieces)))
        .extracting(Http.Answer::status)
        .isEqualTo(model.stock(sku, pieces));
  }

  private void publish(Service from, Topic to) {
    to.publish(from.takeFromOutbox(1 + random.nextInt(8)));
  }

  private void deliver(Service to, List<Delivery> events) {
    if (!events.isEmpty()) {
      to.deliver(events);
      events.forEach(event -> model.handle(event.id(), Topic.name(event), event.key()));
    }
  }

  private boolean isUnderWay(Service from, Topic topic) {
    return !topic.isDrained() || count(from.jdbc(), "outbox_event") > 0;
  }

  private void check() {
    assertThat(orders()).as("orders").isEqualTo(model.orders);
    assertThat(map(inventory.jdbc(), "SELECT order_id, status FROM reservation"))
        .as("reservations")
        .isEqualTo(model.reservations);
    assertThat(map(inventory.jdbc(), "SELECT sku, CONCAT(on_hand, ' ', reserved) FROM stock"))
        .as("stock: on hand, and reserved as the sum over reservations")
        .isEqualTo(model.stock());
    for (Service service : List.of(orders, inventory)) {
      assertThat(count(service.jdbc(), "inbox_parked")).as("parked events").isZero();
    }
  }

  private Map<String, String> orders() {
    return map(
        orders.jdbc(),
        "SELECT id, IF(status = 'CANCELLED', CONCAT(status, ' ', reason), status) FROM orders");
  }

  private void checkEnd() {
    assertThat(model.orders.values())
        .as("every order ends, in each of the ways")
        .doesNotContain("PENDING")
        .contains("CONFIRMED", "REJECTED", "CANCELLED CUSTOMER", "CANCELLED TIMEOUT");
    assertThat(model.orders).allSatisfy((order, state) -> checkOutcome(order, state));
    for (String sku : SKUS) {
      JsonNode stock = Http.get(inventory.url() + "/stock/" + sku).body();
      int reserved = stock.get("reserved").asInt();
      assertThat(reserved).as("reserved of %s", sku).isEqualTo(model.confirmed(sku));
      assertThat(stock.get("available").asInt() + reserved).isEqualTo(stock.get("onHand").asInt());
    }
  }

  /** One outcome, which only a customer can change afterwards; and one answer of inventory. */
  private void checkOutcome(String order, String state) {
    List<String> names = orderEvents.names(order);
    switch (state) {
      case "CONFIRMED" -> assertThat(names).containsExactly("OrderPlaced", "OrderConfirmed");
      case "REJECTED" -> assertThat(names).containsExactly("OrderPlaced", "OrderRejected");
      case "CANCELLED TIMEOUT" ->
          assertThat(names).containsExactly("OrderPlaced", "OrderCancelled");
      default ->
          assertThat(names)
              .isIn(
                  List.of("OrderPlaced", "OrderCancelled"),
                  List.of("OrderPlaced", "OrderConfirmed", "OrderCancelled"));
    }
    assertThat(inventoryEvents.names(order))
        .isEqualTo(
            switch (model.reservations.get(order)) {
              case "RESERVED" -> List.of("StockReserved");
              case "REJECTED" -> List.of("StockRejected");
              case "RELEASED" -> List.of("StockReserved", "StockReleased");
              default -> List.of();
            });
  }

  private static Map<String, String> map(JdbcClient jdbc, String query) {
    Map<String, String> rows = new TreeMap<>();
    RowCallbackHandler put = row -> rows.put(row.getString(1), row.getString(2));
    jdbc.sql(query).query(put);
    return rows;
  }

  private static int count(JdbcClient jdbc, String table) {
    return jdbc.sql("SELECT COUNT(*) FROM " + table).query(Integer.class).single();
  }

  private <T> T any(List<T> list) {
    return list.get(random.nextInt(list.size()));
  }
}
