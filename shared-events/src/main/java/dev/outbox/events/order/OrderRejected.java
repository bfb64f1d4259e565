package dev.outbox.events.order;

import static dev.outbox.events.Checks.nonEmpty;
import static dev.outbox.events.Checks.required;
import static dev.outbox.events.Checks.text;

import dev.outbox.events.Event;
import dev.outbox.events.EventType;
import java.time.Instant;
import java.util.List;
import java.util.UUID;

/**
 * An order cannot be fulfilled. Ends the saga without a delivery.
 *
 * @param orderId the order
 * @param customerId who placed it
 * @param customerEmail where to tell
 * @param reason why
 * @param shortSkus what there was too little of, at least one
 * @param rejectedAt when it was rejected
 */
@EventType(
    value = "dev.outbox.order.OrderRejected.v1",
    aggregate = "order",
    schema = "https://outbox.example/schemas/dev.outbox.order.OrderRejected.v1.json")
public record OrderRejected(
    UUID orderId,
    String customerId,
    String customerEmail,
    Reason reason,
    List<String> shortSkus,
    Instant rejectedAt)
    implements Event {

  /** Checks the fields. */
  public OrderRejected {
    required(orderId, "orderId");
    text(customerId, "customerId");
    text(customerEmail, "customerEmail");
    required(reason, "reason");
    shortSkus = nonEmpty(shortSkus, "shortSkus");
    required(rejectedAt, "rejectedAt");
  }

  @Override
  public String aggregateId() {
    return orderId.toString();
  }

  /** Why an order was rejected. */
  public enum Reason {
    /** There was less in stock than was ordered. */
    OUT_OF_STOCK
  }
}
