package dev.outbox.relay.worker;

import dev.outbox.relay.database.Preconditions;
import dev.outbox.relay.outbox.OutboxState;
import dev.outbox.relay.outbox.SourceException;
import java.util.Collection;
import java.util.HashSet;
import java.util.Set;

/**
 * Has what an outbox needs looked at once while its server is owned, and again after its log was
 * lost: then the server may be another one. Used by the server's thread.
 */
final class Admission {

  private final Preconditions preconditions;
  private final Set<String> admitted = new HashSet<>();

  Admission(Preconditions preconditions) {
    this.preconditions = preconditions;
  }

  /**
   * Makes sure that an outbox can be published.
   *
   * @throws SourceException if it cannot
   */
  void require(Lane lane) {
    if (!admitted.contains(lane.name())) {
      preconditions.require(lane.outbox());
      admitted.add(lane.name());
    }
  }

  /**
   * The same for those that follow the log; one that cannot be published goes back to its table,
   * and waits there.
   *
   * @throws SourceException if the server does not answer
   */
  void requireAll(Collection<Lane> following) {
    for (Lane lane : following) {
      try {
        require(lane);
      } catch (SourceException e) {
        if (e.state() == OutboxState.WAITING_FOR_DATABASE) {
          throw e;
        }
        lane.backToTable();
        lane.failing(e.state(), String.valueOf(e.getMessage()));
      }
    }
  }

  /** Looks at everything again when it is needed next. */
  void forget() {
    admitted.clear();
  }
}
