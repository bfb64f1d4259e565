package dev.outbox.inventory.stock;

import org.springframework.http.HttpStatus;
import org.springframework.web.server.ResponseStatusException;

/** More is set aside for orders than there would be. */
final class StockBelowReservedException extends ResponseStatusException {

  private static final long serialVersionUID = 1L;

  StockBelowReservedException(String sku, int onHand, int reserved) {
    super(
        HttpStatus.CONFLICT,
        "%d of %s are reserved, so there cannot be only %d on hand"
            .formatted(reserved, sku, onHand));
  }
}
