package dev.outbox.relay.outbox;

import java.util.List;

/**
 * Events read together.
 *
 * @param events in the order in which they have to be published; empty if there are none now
 * @param more whether there may be others behind these, so that it is worth asking again at once
 */
public record Batch(List<OutboxEvent> events, boolean more) {

  /** Keeps a list of its own. */
  public Batch {
    events = List.copyOf(events);
  }
}
