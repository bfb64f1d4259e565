package dev.outbox.order;

import jakarta.validation.Valid;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.Pattern;
import java.net.URI;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/** Orders by HTTP. */
@RestController
@RequestMapping("/orders")
class OrderController {

  private final OrderPlacement placement;
  private final Orders orders;

  OrderController(OrderPlacement placement, Orders orders) {
    this.placement = placement;
    this.orders = orders;
  }

  @PostMapping
  ResponseEntity<Order> place(
      @RequestHeader(name = "Idempotency-Key", required = false)
          @Pattern(regexp = "[\\x21-\\x7e]{1,255}", message = "1 to 255 visible ASCII characters")
          @Nullable String idempotencyKey,
      @Valid @RequestBody PlaceOrder request) {
    request.check();
    Order order = placement.place(request, idempotencyKey);
    return ResponseEntity.created(URI.create("/orders/" + order.orderId())).body(order);
  }

  @GetMapping("/{orderId}")
  Order find(@PathVariable UUID orderId) {
    return orders.find(orderId).orElseThrow(() -> new OrderNotFoundException(orderId));
  }

  @GetMapping
  OrderPage list(
      @RequestParam(required = false) @Nullable String customerId,
      @RequestParam(required = false) @Nullable OrderStatus status,
      @RequestParam(defaultValue = "20") @Min(1) @Max(100) int limit,
      @RequestParam(required = false) @Nullable UUID after) {
    return OrderPage.of(orders.list(new OrderFilter(customerId, status, limit, after)), limit);
  }
}
