package dev.outbox.order;

import org.springframework.http.HttpStatus;
import org.springframework.web.server.ResponseStatusException;

/** An {@code Idempotency-Key} came with another request than the one it was taken for. */
final class IdempotencyKeyReusedException extends ResponseStatusException {

  private static final long serialVersionUID = 1L;

  IdempotencyKeyReusedException(String key) {
    super(
        HttpStatus.UNPROCESSABLE_CONTENT,
        "The Idempotency-Key '%s' was used for another order: take a new key for a new order"
            .formatted(key));
  }
}
