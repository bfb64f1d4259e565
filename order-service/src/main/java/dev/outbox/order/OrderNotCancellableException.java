package dev.outbox.order;

import org.springframework.http.HttpStatus;
import org.springframework.web.server.ResponseStatusException;

/** It is too late to cancel an order. */
final class OrderNotCancellableException extends ResponseStatusException {

  private static final long serialVersionUID = 1L;

  OrderNotCancellableException(Order order) {
    super(
        HttpStatus.CONFLICT,
        "Order %s is %s; only orders that are PENDING or CONFIRMED can be cancelled"
            .formatted(order.orderId(), order.status()));
    getBody().setProperty("status", order.status());
  }
}
