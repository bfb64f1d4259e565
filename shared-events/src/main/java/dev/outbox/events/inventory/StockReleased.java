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
 * What was set aside for an order is available again, since the order was cancelled.
 *
 * @param orderId the order; the key too, so that a saga stays on one partition
 * @param lines what was given back, at least one line, one line a SKU
 * @param releasedAt when it was given back
 */
@EventType(
    value = "dev.outbox.inventory.StockReleased.v1",
    aggregate = "inventory",
    schema = "https://outbox.example/schemas/dev.outbox.inventory.StockReleased.v1.json")
public record StockReleased(UUID orderId, List<Line> lines, Instant releasedAt) implements Event {

  /** Checks the fields. */
  public StockReleased {
    required(orderId, "orderId");
    lines = nonEmpty(lines, "lines");
    required(releasedAt, "releasedAt");
  }

  @Override
  public String aggregateId() {
    return orderId.toString();
  }

  /**
   * What was given back of one SKU.
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
