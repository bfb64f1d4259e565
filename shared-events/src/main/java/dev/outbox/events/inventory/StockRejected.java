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
 * An order asked for more than there is; nothing has been set aside for it.
 *
 * @param orderId the order; the key too, so that a saga stays on one partition
 * @param shortages what there was too little of, at least one, one a SKU
 * @param rejectedAt when this was found
 */
@EventType(
    value = "dev.outbox.inventory.StockRejected.v1",
    aggregate = "inventory",
    schema = "https://outbox.example/schemas/dev.outbox.inventory.StockRejected.v1.json")
public record StockRejected(UUID orderId, List<Shortage> shortages, Instant rejectedAt)
    implements Event {

  /** Checks the fields. */
  public StockRejected {
    required(orderId, "orderId");
    shortages = nonEmpty(shortages, "shortages");
    required(rejectedAt, "rejectedAt");
  }

  @Override
  public String aggregateId() {
    return orderId.toString();
  }

  /**
   * Too little of one SKU.
   *
   * @param sku what
   * @param requested how many were ordered, at least 1
   * @param available how many there were; 0 for an SKU that is not known
   */
  public record Shortage(String sku, int requested, int available) {

    /** Checks the fields. */
    public Shortage {
      text(sku, "sku");
      atLeast(requested, 1, "requested");
      atLeast(available, 0, "available");
    }
  }
}
