package dev.outbox.relay.outbox;

import java.util.List;

/**
 * All outboxes of this relay.
 *
 * @param statuses one for each outbox, in the order of the configuration's names
 */
public record Outboxes(List<OutboxStatus> statuses) {

  /** Keeps a list of its own. */
  public Outboxes {
    statuses = List.copyOf(statuses);
  }
}
