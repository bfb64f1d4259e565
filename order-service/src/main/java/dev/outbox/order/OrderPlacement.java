package dev.outbox.order;

import org.jspecify.annotations.Nullable;
import org.springframework.dao.ConcurrencyFailureException;
import org.springframework.resilience.annotation.Retryable;
import org.springframework.stereotype.Component;

/**
 * Places orders, again if their transaction was the one that the database chose to end a deadlock:
 * requests with the same idempotency key that arrive at once can run into one.
 */
@Component
class OrderPlacement {

  private final Orders orders;

  OrderPlacement(Orders orders) {
    this.orders = orders;
  }

  @Retryable(includes = ConcurrencyFailureException.class, maxRetries = 5, delay = 10, jitter = 10)
  Order place(PlaceOrder request, @Nullable String idempotencyKey) {
    return orders.place(request, idempotencyKey);
  }
}
