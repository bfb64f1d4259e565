package dev.outbox.order;

import java.util.UUID;
import org.springframework.http.HttpStatus;
import org.springframework.web.server.ResponseStatusException;

/** There is no such order. */
final class OrderNotFoundException extends ResponseStatusException {

  private static final long serialVersionUID = 1L;

  OrderNotFoundException(UUID orderId) {
    super(HttpStatus.NOT_FOUND, "There is no order " + orderId);
  }
}
