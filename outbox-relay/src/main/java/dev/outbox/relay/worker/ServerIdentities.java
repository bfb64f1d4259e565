package dev.outbox.relay.worker;

import dev.outbox.relay.outbox.OutboxState;
import dev.outbox.relay.outbox.SourceException;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;

/**
 * Which MySQL server has which name: one that is configured under two names would be published
 * twice. Safe for use by several threads.
 */
public final class ServerIdentities {

  private final ConcurrentMap<String, String> names = new ConcurrentHashMap<>();

  /** None yet. */
  public ServerIdentities() {}

  /**
   * Notes which server a name stands for.
   *
   * @throws SourceException if the server has another name already
   */
  void claim(String name, String serverUuid) {
    names.entrySet().removeIf(e -> e.getValue().equals(name) && !e.getKey().equals(serverUuid));
    String other = names.putIfAbsent(serverUuid, name);
    if (other != null && !other.equals(name)) {
      throw new SourceException(
          OutboxState.REFUSED,
          ("The servers '%s' and '%s' of the configuration are the same MySQL server (%s); put all"
                  + " its outboxes under one name")
              .formatted(name, other, serverUuid),
          null);
    }
  }
}
