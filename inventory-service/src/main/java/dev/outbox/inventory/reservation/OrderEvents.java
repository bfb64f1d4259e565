package dev.outbox.inventory.reservation;

import dev.outbox.events.Event;
import dev.outbox.events.order.OrderCancelled;
import dev.outbox.events.order.OrderPlaced;
import dev.outbox.starter.inbox.BeforeBatch;
import dev.outbox.starter.inbox.EventHandler;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.UUID;
import org.springframework.stereotype.Component;

/** What becomes of orders here. */
@Component
class OrderEvents {

  private final Reservations reservations;

  OrderEvents(Reservations reservations) {
    this.reservations = reservations;
  }

  /** Two instances that each handle many orders must not lock their SKUs crosswise. */
  @BeforeBatch
  void lock(List<Event> events) {
    SortedSet<String> placed = new TreeSet<>();
    List<UUID> cancelled = new ArrayList<>();
    for (Event event : events) {
      if (event instanceof OrderPlaced order) {
        order.lines().forEach(line -> placed.add(line.sku()));
      } else if (event instanceof OrderCancelled order) {
        cancelled.add(order.orderId());
      }
    }
    reservations.lock(placed, cancelled);
  }

  @EventHandler
  void on(OrderPlaced event) {
    SortedMap<String, Integer> quantities = new TreeMap<>();
    event.lines().forEach(line -> quantities.merge(line.sku(), line.quantity(), Math::addExact));
    reservations.reserve(event.orderId(), quantities);
  }

  @EventHandler
  void on(OrderCancelled event) {
    reservations.cancel(event.orderId());
  }
}
