package dev.outbox.events.order;

import static dev.outbox.events.Checks.amount;
import static dev.outbox.events.Checks.required;
import static dev.outbox.events.Checks.text;

import com.fasterxml.jackson.annotation.JsonFormat;
import dev.outbox.events.Event;
import dev.outbox.events.EventType;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.UUID;

/**
 * An order's goods are reserved and it will be delivered. Ends the saga well.
 *
 * @param orderId the order
 * @param customerId who placed it
 * @param customerEmail where to tell
 * @param currency ISO 4217 code of the total
 * @param total what it costs
 * @param confirmedAt when it was confirmed
 */
@EventType(
    value = "dev.outbox.order.OrderConfirmed.v1",
    aggregate = "order",
    schema = "https://outbox.example/schemas/dev.outbox.order.OrderConfirmed.v1.json")
public record OrderConfirmed(
    UUID orderId,
    String customerId,
    String customerEmail,
    String currency,
    @JsonFormat(shape = JsonFormat.Shape.STRING) BigDecimal total,
    Instant confirmedAt)
    implements Event {

  /** Checks the fields. */
  public OrderConfirmed {
    required(orderId, "orderId");
    text(customerId, "customerId");
    text(customerEmail, "customerEmail");
    text(currency, "currency");
    amount(total, "total");
    required(confirmedAt, "confirmedAt");
  }

  @Override
  public String aggregateId() {
    return orderId.toString();
  }
}
