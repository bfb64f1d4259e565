package dev.outbox.relay.worker;

import dev.outbox.relay.database.ServerFacts;
import dev.outbox.relay.outbox.Outbox;
import dev.outbox.relay.outbox.OutboxState;
import dev.outbox.relay.outbox.SourceException;
import dev.outbox.relay.worker.ServerIdentities.Holder;
import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ThreadLocalRandom;
import org.jspecify.annotations.Nullable;

/**
 * Makes sure, before anything of a server is published, that it is the one that progress is about,
 * and that no other name of the group has it. A name claims a server in its progress, then looks
 * for other claims: of two that do so at once, at least one sees the other. Used by the server's
 * thread.
 */
final class ServerIdentity {

  /** How long a refusal holds, at least: each look reads the progress of all servers. */
  private static final Duration REFUSAL = Duration.ofSeconds(1);

  private final ServerSetup setup;
  private final ServerFacts facts;
  private final Ledger ledger;
  private final UnitPublisher publisher;
  private final List<Outbox> outboxes;
  private @Nullable String known;
  private long connections;
  private @Nullable SourceException refusal;
  private long refusedUntil;

  /**
   * Asks nothing yet.
   *
   * @param outboxes those of the server
   */
  ServerIdentity(
      ServerSetup setup,
      ServerFacts facts,
      Ledger ledger,
      UnitPublisher publisher,
      Collection<Outbox> outboxes) {
    this.outboxes = List.copyOf(outboxes);
    this.setup = setup;
    this.facts = facts;
    this.ledger = ledger;
    this.publisher = publisher;
  }

  /** Has the server looked at again when it is needed next: it may be another one now. */
  void forget() {
    known = null;
  }

  /**
   * Returns whether the server is known, and no connection was made since: what was read meanwhile
   * is of that server.
   */
  boolean isCurrent() {
    return known != null && connections == setup.server().connectionsMade();
  }

  /**
   * Returns if the server is the right one, and only this name has it. Asks once, and again after
   * new connections, which may lead to another server.
   *
   * @throws SourceException if it is not, or does not answer
   */
  void require() throws InterruptedException {
    if (isCurrent()) {
      return;
    }
    SourceException refused = refusal;
    if (refused != null && System.nanoTime() - refusedUntil < 0) {
      throw refused;
    }
    String uuid = facts.uuid();
    // If asking makes another connection, it is asked again when it is needed next.
    connections = setup.server().connectionsMade();
    List<String> required =
        uuid.equals(ledger.serverUuid()) ? ledger.requiredOfTheSame() : ledger.required();
    if (!required.stream().allMatch(facts::hasExecuted)) {
      throw LogFollower.lostCommits(setup.name());
    }
    if (!uuid.equals(ledger.serverUuid()) || !ledger.soleName()) {
      claim(uuid);
    }
    requireDistinctTables();
    known = uuid;
    refusal = null;
  }

  /** The configuration has no two outboxes of one table unless the server ignores case. */
  private void requireDistinctTables() {
    Map<String, Outbox> tables = new HashMap<>();
    for (Outbox outbox : outboxes) {
      Outbox other = tables.put(outbox.table().toString().toLowerCase(Locale.ROOT), outbox);
      if (other != null && facts.ignoresCase()) {
        throw new SourceException(
            OutboxState.REFUSED,
            ("The outboxes '%s' and '%s' are the same table to the server '%s', %s and %s, as it has"
                    + " lower_case_table_names other than 0; keep one of them")
                .formatted(
                    other.name(), outbox.name(), setup.name(), other.table(), outbox.table()),
            null);
      }
    }
  }

  private void claim(String uuid) throws InterruptedException {
    requireNoOther(uuid);
    if (!uuid.equals(ledger.serverUuid())) {
      ledger.serverUuid(uuid, false);
      publisher.writeProgress();
      requireNoOther(uuid);
    }
    ledger.serverUuid(uuid, true);
  }

  private void requireNoOther(String uuid) throws InterruptedException {
    Optional<Holder> other = setup.identities().otherHolder(setup.name(), uuid);
    if (other.isPresent()) {
      withdraw(uuid, other.get());
      throw refuse(uuid, other.get());
    }
  }

  /**
   * Gives up what this name has claimed, if anything. Of two names that have claimed a server at
   * once and do not know yet whether they are alone, the later one in the alphabet gives way.
   */
  private void withdraw(String uuid, Holder other) throws InterruptedException {
    boolean stays =
        uuid.equals(ledger.serverUuid())
            && !other.sole()
            && setup.name().compareTo(other.name()) < 0;
    if (ledger.serverUuid() != null && !stays) {
      ledger.serverUuid(null, false);
      publisher.writeProgress();
    }
  }

  private SourceException refuse(String uuid, Holder other) {
    SourceException refused =
        new SourceException(
            OutboxState.REFUSED,
            ("The servers '%1$s' and '%2$s' are the same MySQL server (server_uuid %3$s), and '%2$s'"
                    + " publishes its outboxes: put all of them under one name. If '%2$s' is a former"
                    + " name of it, set outbox.relay.group.former-servers=%2$s; if the one is a copy"
                    + " of the other's data, remove auto.cnf from the copy and restart it")
                .formatted(setup.name(), other.name(), uuid),
            null);
    refusal = refused;
    long pause = ThreadLocalRandom.current().nextLong(REFUSAL.toNanos());
    refusedUntil = System.nanoTime() + REFUSAL.toNanos() + pause;
    return refused;
  }
}
