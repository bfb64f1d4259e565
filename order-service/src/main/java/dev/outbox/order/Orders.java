package dev.outbox.order;

import com.fasterxml.uuid.Generators;
import com.fasterxml.uuid.NoArgGenerator;
import dev.outbox.events.order.OrderCancelled;
import dev.outbox.events.order.OrderCancelled.Reason;
import dev.outbox.events.order.OrderConfirmed;
import dev.outbox.events.order.OrderPlaced;
import dev.outbox.events.order.OrderRejected;
import dev.outbox.starter.outbox.Outbox;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Currency;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;

/**
 * What can happen to an order. Each method changes the order and appends the event that tells of it
 * in one transaction, the order's row first: so events of one order are in commit order.
 */
@Service
class Orders {

  private static final Logger log = LoggerFactory.getLogger(Orders.class);

  private final OrderTable table;
  private final IdempotencyKeys keys;
  private final Outbox outbox;
  private final Clock clock;
  private final NoArgGenerator ids = Generators.timeBasedEpochGenerator();

  Orders(OrderTable table, IdempotencyKeys keys, Outbox outbox, Clock clock) {
    this.table = table;
    this.keys = keys;
    this.outbox = outbox;
    this.clock = clock;
  }

  /**
   * Places an order. A key that has placed one before gives the first answer again.
   *
   * @throws IdempotencyKeyReusedException if the key was used for another request
   */
  @Transactional
  Order place(PlaceOrder request, @Nullable String idempotencyKey) {
    Order order = pending(request);
    if (idempotencyKey != null) {
      Optional<UUID> before = keys.take(idempotencyKey, request, order.orderId());
      if (before.isPresent()) {
        return table.find(before.get()).orElseThrow().asPlaced();
      }
    }
    table.insert(order);
    UUID event =
        outbox.append(
            new OrderPlaced(
                order.orderId(),
                order.customerId(),
                order.customerEmail(),
                order.currency(),
                order.lines().stream()
                    .map(l -> new OrderPlaced.Line(l.sku(), l.quantity(), l.unitPrice()))
                    .toList(),
                order.total(),
                order.placedAt()));
    log.atInfo()
        .addKeyValue("orderId", order.orderId())
        .addKeyValue("eventId", event)
        .log(
            "order {} placed by {}: {} {}, wrote event {}",
            order.orderId(),
            order.customerId(),
            order.total(),
            order.currency(),
            event);
    return order;
  }

  private Order pending(PlaceOrder request) {
    Currency currency = request.currency();
    return new Order(
        ids.generate(),
        request.customerId(),
        request.customerEmail(),
        OrderStatus.PENDING,
        null,
        List.of(),
        currency.getCurrencyCode(),
        Money.scaled(request.total(), currency),
        request.lines().stream()
            .map(l -> new Order.Line(l.sku(), l.quantity(), Money.scaled(l.unitPrice(), currency)))
            .toList(),
        now());
  }

  List<Order> list(OrderFilter filter) {
    return table.list(filter);
  }

  Optional<Order> find(UUID orderId) {
    return table.find(orderId);
  }

  /** Confirms a pending order; any other is left as it is. */
  @Transactional
  void confirm(UUID orderId) {
    Instant now = now();
    if (!table.confirm(orderId, now)) {
      log.warn("order {} is not pending, so it was not confirmed", orderId);
      return;
    }
    Order order = table.find(orderId).orElseThrow();
    UUID event =
        outbox.append(
            new OrderConfirmed(
                orderId,
                order.customerId(),
                order.customerEmail(),
                order.currency(),
                order.total(),
                now));
    log.atInfo()
        .addKeyValue("orderId", orderId)
        .log("order {} confirmed, wrote event {}", orderId, event);
  }

  /** Rejects a pending order; any other is left as it is. */
  @Transactional
  void reject(UUID orderId, List<String> shortSkus) {
    Instant now = now();
    OrderRejected.Reason reason = OrderRejected.Reason.OUT_OF_STOCK;
    if (!table.reject(orderId, reason.name(), shortSkus, now)) {
      log.warn("order {} is not pending, so it was not rejected", orderId);
      return;
    }
    Order order = table.find(orderId).orElseThrow();
    UUID event =
        outbox.append(
            new OrderRejected(
                orderId, order.customerId(), order.customerEmail(), reason, shortSkus, now));
    log.atInfo()
        .addKeyValue("orderId", orderId)
        .log("order {} rejected, too little of {}, wrote event {}", orderId, shortSkus, event);
  }

  /**
   * Cancels an order that is pending or confirmed, as the customer wants it; one that the customer
   * has cancelled already stays as it is.
   *
   * @throws OrderNotFoundException if there is no such order
   * @throws OrderNotCancellableException if it is too late
   */
  @Transactional
  Order cancel(UUID orderId) {
    Reason reason = Reason.CUSTOMER;
    cancel(orderId, reason, EnumSet.of(OrderStatus.PENDING, OrderStatus.CONFIRMED));
    Order order = table.find(orderId).orElseThrow(() -> new OrderNotFoundException(orderId));
    if (order.status() != OrderStatus.CANCELLED || !reason.name().equals(order.reason())) {
      throw new OrderNotCancellableException(order);
    }
    return order;
  }

  /**
   * Cancels orders that are pending for longer than a limit, the oldest first. Instances that do
   * this at once take different ones.
   *
   * @return how many, as many as asked for if there may be more
   */
  @Transactional
  int timeOut(Duration limit, int most) {
    List<UUID> late = table.lockPendingFor(limit, most);
    late.forEach(orderId -> cancel(orderId, Reason.TIMEOUT, EnumSet.of(OrderStatus.PENDING)));
    return late.size();
  }

  private void cancel(UUID orderId, Reason reason, Set<OrderStatus> from) {
    Instant now = now();
    if (!table.cancel(orderId, reason.name(), from, now)) {
      return;
    }
    Order order = table.find(orderId).orElseThrow();
    UUID event =
        outbox.append(
            new OrderCancelled(orderId, order.customerId(), order.customerEmail(), reason, now));
    log.atInfo()
        .addKeyValue("orderId", orderId)
        .log("order {} cancelled, reason {}, wrote event {}", orderId, reason, event);
  }

  /** The database keeps microseconds. */
  private Instant now() {
    return clock.instant().truncatedTo(ChronoUnit.MICROS);
  }
}
