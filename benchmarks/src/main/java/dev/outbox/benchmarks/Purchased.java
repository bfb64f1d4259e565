package dev.outbox.benchmarks;

import dev.outbox.events.Event;
import dev.outbox.events.EventType;

/** An event of some 500 bytes of JSON. */
@EventType(value = "dev.outbox.benchmarks.Purchased.v1", aggregate = "purchase")
record Purchased(String purchaseId, String filler) implements Event {

  @Override
  public String aggregateId() {
    return purchaseId;
  }
}
