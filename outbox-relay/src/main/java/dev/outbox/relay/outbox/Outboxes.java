package dev.outbox.relay.outbox;

import java.util.List;
import java.util.Optional;

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

  /** The outbox of this name. */
  public Optional<OutboxStatus> find(String name) {
    return statuses.stream().filter(status -> status.outbox().name().equals(name)).findFirst();
  }
}
