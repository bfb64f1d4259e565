package dev.outbox.order;

import jakarta.validation.Valid;
import java.net.URI;
import java.util.UUID;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

/** Orders by HTTP. */
@RestController
@RequestMapping("/orders")
class OrderController {

  private final Orders orders;

  OrderController(Orders orders) {
    this.orders = orders;
  }

  @PostMapping
  ResponseEntity<Order> place(@Valid @RequestBody PlaceOrder request) {
    Order order = orders.place(request);
    return ResponseEntity.created(URI.create("/orders/" + order.orderId())).body(order);
  }

  @GetMapping("/{orderId}")
  Order find(@PathVariable UUID orderId) {
    return orders.find(orderId).orElseThrow(() -> new OrderNotFoundException(orderId));
  }
}
