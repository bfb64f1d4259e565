package dev.outbox.order;

import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.responses.ApiResponse;
import io.swagger.v3.oas.annotations.tags.Tag;
import jakarta.validation.Valid;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.Pattern;
import java.net.URI;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

/** Orders by HTTP. */
@RestController
@RequestMapping("/orders")
@Tag(name = "Orders")
class OrderController {

  private final OrderPlacement placement;
  private final Orders orders;

  OrderController(OrderPlacement placement, Orders orders) {
    this.placement = placement;
    this.orders = orders;
  }

  @PostMapping
  @ResponseStatus(HttpStatus.CREATED)
  @Operation(
      summary = "Places an order; it is PENDING until inventory has answered",
      description =
          "With an Idempotency-Key it is safe to send an order again: the same key and body get the"
              + " first answer, for 24 hours; 422 if the key was used for another order.",
      responses = {
        @ApiResponse(responseCode = "201", useReturnTypeSchema = true, description = "Placed"),
        @ApiResponse(
            responseCode = "422",
            description = "The Idempotency-Key was used for another order")
      })
  ResponseEntity<Order> place(
      @RequestHeader(name = "Idempotency-Key", required = false)
          @Pattern(regexp = "[\\x21-\\x7e]{1,255}", message = "1 to 255 visible ASCII characters")
          @Nullable String idempotencyKey,
      @Valid @RequestBody PlaceOrder request) {
    request.check();
    Order order = placement.place(request, idempotencyKey);
    return ResponseEntity.created(URI.create("/orders/" + order.orderId())).body(order);
  }

  @PostMapping("/{orderId}/cancellation")
  @ResponseStatus(HttpStatus.ACCEPTED)
  @Operation(
      summary = "Cancels an order that is PENDING or CONFIRMED",
      description =
          "What was set aside for it is given back. Whoever asks again gets the same answer.",
      responses = {
        @ApiResponse(responseCode = "202", useReturnTypeSchema = true, description = "Cancelled"),
        @ApiResponse(responseCode = "409", description = "Too late; orderStatus says what it is")
      })
  Order cancel(@PathVariable UUID orderId) {
    return orders.cancel(orderId);
  }

  @GetMapping("/{orderId}")
  @Operation(summary = "Shows an order")
  Order find(@PathVariable UUID orderId) {
    return orders.find(orderId).orElseThrow(() -> new OrderNotFoundException(orderId));
  }

  @GetMapping
  @Operation(
      summary = "Lists orders, newest first",
      description = "Give next of a page as after to get the next one.")
  OrderPage list(
      @RequestParam(required = false) @Nullable String customerId,
      @RequestParam(required = false) @Nullable OrderStatus status,
      @RequestParam(defaultValue = "20") @Min(1) @Max(100) int limit,
      @RequestParam(required = false) @Nullable UUID after) {
    return OrderPage.of(orders.list(new OrderFilter(customerId, status, limit, after)), limit);
  }
}
