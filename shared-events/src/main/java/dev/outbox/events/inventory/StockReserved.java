package dev.outbox.events.inventory;

import static dev.outbox.events.Checks.atLeast;
import static dev.outbox.events.Checks.nonEmpty;
import static dev.outbox.events.Checks.required;
import static dev.outbox.events.Checks.text;

import dev.outbox.events.Event;
import dev.outbox.events.EventType;
import java.time.Instant;
import java.util.List;
import java.util.UUID;

/**
 * Everything that an order asked for has been set aside for it.
 *
 * @param orderId the order; the key too, so that a saga stays on one partition
 * @param lines what was set aside, at least one line, one line a SKU
 * @param reservedAt when it was set aside
 */
@EventType(
    value = "dev.outbox.inventory.StockReserved.v1",
    aggregate = "inventory",
    schema = "https://outbox.example/schemas/dev.outbox.inventory.StockReserved.v1.json")
public record StockReserved(UUID orderId, List<Line> lines, Instant reservedAt) implements Event {

  /** Checks the fields. */
  public StockReserved {
    required(orderId, "orderId");
    lines = nonEmpty(lines, "lines");
    required(reservedAt, "reservedAt");
  }

  @Override
  public String aggregateId() {
    return orderId.toString();
  }

  /**
   * What was set aside of one SKU.
   *
   * @param sku what
   * @param quantity how many, at least 1
   */
  public record Line(String sku, int quantity) {

    /** Checks the fields. */
    public Line {
      text(sku, "sku");
      atLeast(quantity, 1, "quantity");
    }
  }
}
