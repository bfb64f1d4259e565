package dev.outbox.relay.worker;

import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;

/** What is counted of a server since the relay started. Safe for use by several threads. */
public final class ServerCounts {

  private final AtomicLong transactions = new AtomicLong();
  private final AtomicLong takeovers = new AtomicLong();
  private volatile boolean owned;
  private volatile Set<String> strangers = Set.of();

  /** Nothing yet. */
  public ServerCounts() {}

  void transaction() {
    transactions.incrementAndGet();
  }

  void takeover() {
    takeovers.incrementAndGet();
  }

  void owned(boolean now) {
    owned = now;
  }

  void strangers(Set<String> servers) {
    strangers = Set.copyOf(servers);
  }

  /**
   * Servers that are not configured here and have progress beside this one's, which this relay
   * therefore would have to work for; as of the last takeover.
   */
  public Set<String> strangers() {
    return owned ? strangers : Set.of();
  }

  /** Kafka transactions that were committed. */
  public long transactions() {
    return transactions.get();
  }

  /** How often this relay has become the owner, after failures too. */
  public long takeovers() {
    return takeovers.get();
  }

  /** Whether this relay owns the server now. */
  public boolean owned() {
    return owned;
  }
}
