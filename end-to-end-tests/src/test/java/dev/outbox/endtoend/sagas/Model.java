package dev.outbox.endtoend.sagas;

import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/** What should be: the tables of docs/architecture.md in a few lines, without a database. */
final class Model {

  /** By order, its state. */
  final Map<String, String> orders = new TreeMap<>();

  /** By order, the state of its reservation. */
  final Map<String, String> reservations = new TreeMap<>();

  private final Map<String, Map<String, Integer>> lines = new HashMap<>();
  private final Map<String, Integer> onHand = new TreeMap<>();
  private final Set<String> handled = new HashSet<>();

  /** Sets stock, and returns the status of the answer. */
  int stock(String sku, int pieces) {
    if (pieces < reserved(sku)) {
      return 409;
    }
    onHand.put(sku, pieces);
    return 200;
  }

  void place(String order, Map<String, Integer> quantities) {
    lines.put(order, quantities);
    orders.put(order, "PENDING");
  }

  /** Cancels an order, and returns the status of the answer. */
  int cancel(String order) {
    switch (orders.getOrDefault(order, "not known")) {
      case "not known":
        return 404;
      case "PENDING", "CONFIRMED":
        orders.put(order, "CANCELLED CUSTOMER");
        return 202;
      case "CANCELLED CUSTOMER":
        return 202;
      default:
        return 409;
    }
  }

  void timeOut(String order) {
    orders.replace(order, "PENDING", "CANCELLED TIMEOUT");
  }

  /** Handles an event once. */
  void handle(String eventId, String name, String order) {
    if (!handled.add(eventId)) {
      return;
    }
    switch (name) {
      case "OrderPlaced" -> reservations.putIfAbsent(order, answer(order));
      case "OrderCancelled" ->
          reservations.merge(
              order, "CANCELLED", (was, guard) -> was.equals("RESERVED") ? "RELEASED" : was);
      case "StockReserved" -> orders.replace(order, "PENDING", "CONFIRMED");
      case "StockRejected" -> orders.replace(order, "PENDING", "REJECTED");
      default -> {}
    }
  }

  private String answer(String order) {
    boolean enough =
        lines.get(order).entrySet().stream()
            .allMatch(
                line -> line.getValue() <= onHand.get(line.getKey()) - reserved(line.getKey()));
    return enough ? "RESERVED" : "REJECTED";
  }

  private int reserved(String sku) {
    return quantity(sku, reservations, "RESERVED");
  }

  /** By SKU, what is on hand and what is reserved. */
  Map<String, String> stock() {
    Map<String, String> stock = new TreeMap<>();
    onHand.forEach((sku, pieces) -> stock.put(sku, pieces + " " + reserved(sku)));
    return stock;
  }

  /** How many of an SKU are in the confirmed orders. */
  int confirmed(String sku) {
    return quantity(sku, orders, "CONFIRMED");
  }

  private int quantity(String sku, Map<String, String> states, String state) {
    return states.entrySet().stream()
        .filter(entry -> entry.getValue().equals(state))
        .mapToInt(entry -> lines.get(entry.getKey()).getOrDefault(sku, 0))
        .sum();
  }
}
