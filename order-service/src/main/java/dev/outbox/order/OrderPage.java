package dev.outbox.order;

import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A page of orders, newest first.
 *
 * @param orders the orders
 * @param next what to give as {@code after} to get the next page; null if this is the last
 */
record OrderPage(List<Order> orders, @Nullable UUID next) {

  static OrderPage of(List<Order> orders, int limit) {
    UUID next = orders.size() < limit ? null : orders.get(orders.size() - 1).orderId();
    return new OrderPage(orders, next);
  }
}
