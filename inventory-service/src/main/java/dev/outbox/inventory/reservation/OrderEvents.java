package dev.outbox.inventory.reservation;

import dev.outbox.events.order.OrderPlaced;
import dev.outbox.starter.inbox.BeforeBatch;
import dev.outbox.starter.inbox.EventHandler;
import java.util.List;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
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
  void lock(List<OrderPlaced> events) {
    SortedSet<String> skus = new TreeSet<>();
    events.forEach(event -> event.lines().forEach(line -> skus.add(line.sku())));
    reservations.lock(skus);
  }

  @EventHandler
  void on(OrderPlaced event) {
    SortedMap<String, Integer> quantities = new TreeMap<>();
    event.lines().forEach(line -> quantities.merge(line.sku(), line.quantity(), Math::addExact));
    reservations.reserve(event.orderId(), quantities);
  }
}
