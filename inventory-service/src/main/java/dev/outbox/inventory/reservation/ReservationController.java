package dev.outbox.inventory.reservation;

import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.util.UUID;
import org.springframework.http.HttpStatus;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.server.ResponseStatusException;

/** Reservations by HTTP. */
@RestController
@RequestMapping("/reservations")
@Tag(name = "Reservations")
class ReservationController {

  private final Reservations reservations;

  ReservationController(Reservations reservations) {
    this.reservations = reservations;
  }

  @GetMapping("/{orderId}")
  @Operation(summary = "Shows what is set aside for an order, or was")
  Reservation find(@PathVariable UUID orderId) {
    return reservations
        .find(orderId)
        .orElseThrow(
            () ->
                new ResponseStatusException(
                    HttpStatus.NOT_FOUND, "There is no reservation for order " + orderId));
  }
}
