package dev.outbox.inventory.reservation;

import dev.outbox.events.order.OrderPlaced;
import dev.outbox.starter.inbox.EventHandler;
import java.util.SortedMap;
import java.util.TreeMap;
import org.springframework.stereotype.Component;

/** What becomes of orders here. */
@Component
class OrderEvents {

  private final Reservations reservations;

  OrderEvents(Reservations reservations) {
    this.reservations = reservations;
  }

  @EventHandler
  void on(OrderPlaced event) {
    SortedMap<String, Integer> quantities = new TreeMap<>();
    event.lines().forEach(line -> quantities.merge(line.sku(), line.quantity(), Math::addExact));
    reservations.reserve(event.orderId(), quantities);
  }
}
