package dev.outbox.events.order;

import static dev.outbox.events.Checks.amount;
import static dev.outbox.events.Checks.atLeast;
import static dev.outbox.events.Checks.nonEmpty;
import static dev.outbox.events.Checks.required;
import static dev.outbox.events.Checks.text;

import com.fasterxml.jackson.annotation.JsonFormat;
import dev.outbox.events.Event;
import dev.outbox.events.EventType;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.List;
import java.util.UUID;

/**
 * A customer has placed an order. Starts the saga.
 *
 * @param orderId the order
 * @param customerId who placed it
 * @param customerEmail where to tell how it ended
 * @param currency ISO 4217 code of all amounts
 * @param lines what was ordered, at least one line
 * @param total sum over the lines
 * @param placedAt when it was placed
 */
@EventType(
    value = "dev.outbox.order.OrderPlaced.v1",
    aggregate = "order",
    schema = "https://outbox.example/schemas/dev.outbox.order.OrderPlaced.v1.json")
public record OrderPlaced(
    UUID orderId,
    String customerId,
    String customerEmail,
    String currency,
    List<Line> lines,
    @JsonFormat(shape = JsonFormat.Shape.STRING) BigDecimal total,
    Instant placedAt)
    implements Event {

  /** Checks the fields. */
  public OrderPlaced {
    required(orderId, "orderId");
    text(customerId, "customerId");
    text(customerEmail, "customerEmail");
    text(currency, "currency");
    lines = nonEmpty(lines, "lines");
    amount(total, "total");
    required(placedAt, "placedAt");
  }

  @Override
  public String aggregateId() {
    return orderId.toString();
  }

  /**
   * One line of an order.
   *
   * @param sku what
   * @param quantity how many, at least 1
   * @param unitPrice price of one, in the order's currency
   */
  public record Line(
      String sku, int quantity, @JsonFormat(shape = JsonFormat.Shape.STRING) BigDecimal unitPrice) {

    /** Checks the fields. */
    public Line {
      text(sku, "sku");
      atLeast(quantity, 1, "quantity");
      amount(unitPrice, "unitPrice");
    }
  }
}
