package dev.outbox.starter.sample;

import dev.outbox.events.Event;
import dev.outbox.events.EventType;

/** An event that the handler of {@link ThingHappened} appends. */
@EventType(value = "test.ThingNoticed.v1", aggregate = "notice")
public record ThingNoticed(String thingId) implements Event {

  @Override
  public String aggregateId() {
    return thingId;
  }
}
