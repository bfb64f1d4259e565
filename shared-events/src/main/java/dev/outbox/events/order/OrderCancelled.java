package dev.outbox.events.order;

import static dev.outbox.events.Checks.required;
import static dev.outbox.events.Checks.text;

import dev.outbox.events.Event;
import dev.outbox.events.EventType;
import java.time.Instant;
import java.util.UUID;

/**
 * An order was called off, from PENDING or from CONFIRMED. Ends the saga; what was set aside for it
 * is given back.
 *
 * @param orderId the order
 * @param customerId who placed it
 * @param customerEmail where to tell
 * @param reason who called it off
 * @param cancelledAt when it was cancelled
 */
@EventType(
    value = "dev.outbox.order.OrderCancelled.v1",
    aggregate = "order",
    schema = "https://outbox.example/schemas/dev.outbox.order.OrderCancelled.v1.json")
public record OrderCancelled(
    UUID orderId, String customerId, String customerEmail, Reason reason, Instant cancelledAt)
    implements Event {

  /** Checks the fields. */
  public OrderCancelled {
    required(orderId, "orderId");
    text(customerId, "customerId");
    text(customerEmail, "customerEmail");
    required(reason, "reason");
    required(cancelledAt, "cancelledAt");
  }

  @Override
  public String aggregateId() {
    return orderId.toString();
  }

  /** Who called an order off. */
  public enum Reason {
    /** The customer. */
    CUSTOMER,
    /** Inventory did not answer in time. */
    TIMEOUT
  }
}
