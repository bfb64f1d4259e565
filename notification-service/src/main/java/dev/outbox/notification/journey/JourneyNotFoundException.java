package dev.outbox.notification.journey;

import java.util.UUID;
import org.springframework.http.HttpStatus;
import org.springframework.web.server.ResponseStatusException;

/** No event has told of such an order, or its journey was dropped. */
final class JourneyNotFoundException extends ResponseStatusException {

  private static final long serialVersionUID = 1L;

  JourneyNotFoundException(UUID orderId) {
    super(HttpStatus.NOT_FOUND, "There is no journey of an order " + orderId);
  }
}
