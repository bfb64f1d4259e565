package dev.outbox.starter.sample;

import dev.outbox.events.Event;
import dev.outbox.events.EventType;

/** An event for tests. */
@EventType(
    value = "test.ThingHappened.v1",
    aggregate = "thing",
    schema = "https://outbox.example/schemas/test.ThingHappened.v1.json")
public record ThingHappened(String thingId, String text) implements Event {

  @Override
  public String aggregateId() {
    return thingId;
  }
}
