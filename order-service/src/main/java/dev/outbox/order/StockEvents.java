package dev.outbox.order;

import dev.outbox.events.inventory.StockRejected;
import dev.outbox.events.inventory.StockReserved;
import dev.outbox.starter.inbox.EventHandler;
import org.springframework.stereotype.Component;

/** What inventory's answers mean for orders. */
@Component
class StockEvents {

  private final Orders orders;

  StockEvents(Orders orders) {
    this.orders = orders;
  }

  @EventHandler
  void on(StockReserved event) {
    orders.confirm(event.orderId());
  }

  @EventHandler
  void on(StockRejected event) {
    orders.reject(
        event.orderId(),
        event.shortages().stream().map(StockRejected.Shortage::sku).sorted().toList());
  }
}
