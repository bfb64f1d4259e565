package dev.outbox.order;

import org.springframework.http.HttpStatus;
import org.springframework.web.server.ResponseStatusException;

/** It is too late to cancel an order; the problem's {@code orderStatus} says what it is. */
final class OrderNotCancellableException extends ResponseStatusException {

  private static final long serialVersionUID = 1L;

  OrderNotCancellableException(Order order) {
    super(
        HttpStatus.CONFLICT,
        "Order %s is %s, reason %s; only orders that are PENDING or CONFIRMED can be cancelled"
            .formatted(order.orderId(), order.status(), order.reason()));
    getBody().setProperty("orderStatus", order.status());
  }
}
