package dev.outbox.endtoend.chaos;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.TreeSet;

/**
 * A writer of a service: transaction after transaction, until it is told to pause or to end. It
 * connects again after failures.
 */
final class Writer implements Runnable {

  /** Keys that transactions which are held open have locked now and then. */
  private static final int HELD_KEYS = 6;

  private static final int KEYS = 40;
  private static final int GIANT = 700;

  private final ChaosOutbox outbox;
  private final Journal journal;
  private final Gate gate;
  private final SplittableRandom random;
  private final Duration hold;

  /**
   * @param hold for how long it holds its transactions open at the most; zero for not at all
   */
  Writer(ChaosOutbox outbox, Journal journal, Gate gate, SplittableRandom random, Duration hold) {
    this.outbox = outbox;
    this.journal = journal;
    this.gate = gate;
    this.random = random;
    this.hold = hold;
  }

  /** The rows that writers lock. */
  static List<String> keys() {
    Set<String> keys = new TreeSet<>();
    for (int i = 0; i < KEYS; i++) {
      keys.add("key-" + i);
    }
    for (int i = 0; i < HELD_KEYS; i++) {
      keys.add("held-" + i);
    }
    return List.copyOf(keys);
  }

  @Override
  public void run() {
    try {
      while (gate.pass()) {
        try (Connection connection = outbox.connect()) {
          connection.setTransactionIsolation(Connection.TRANSACTION_READ_COMMITTED);
          connection.setAutoCommit(false);
          while (gate.pass()) {
            write(connection);
            gate.sleep(Duration.ofMillis(random.nextInt(hold.isZero() ? 30 : 500)));
          }
        } catch (SQLException e) {
          // What was not at its COMMIT was rolled back.
          gate.sleep(Duration.ofMillis(100));
        }
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void write(Connection connection) throws SQLException, InterruptedException {
    Transaction transaction = new Transaction(connection, outbox.aggregateType());
    if (fill(transaction) && random.nextInt(8) > 0) {
      transaction.finish();
      commit(connection, transaction);
    } else {
      connection.rollback();
      journal.rolledBack();
    }
  }

  /** Returns whether there is anything to commit. */
  private boolean fill(Transaction transaction) throws SQLException, InterruptedException {
    boolean holds = !hold.isZero();
    boolean others = holds || random.nextInt(4) == 0;
    if (!transaction.lock(some(others), holds || !others)) {
      return false;
    }
    transaction.append(random.nextInt(200) == 0 ? GIANT : 1 + random.nextInt(5), random);
    if (random.nextInt(4) == 0) {
      transaction.appendInVain(1 + random.nextInt(3), random);
      transaction.append(1, random);
    }
    if (holds) {
      journal.held();
      gate.sleep(Duration.ofMillis(random.nextLong(hold.toMillis())));
      transaction.append(1, random);
    }
    return true;
  }

  private Set<String> some(boolean ofHeld) {
    Set<String> some = new TreeSet<>();
    for (int i = random.nextInt(3); i >= 0; i--) {
      some.add(ofHeld ? "held-" + random.nextInt(HELD_KEYS) : "key-" + random.nextInt(KEYS));
    }
    return some;
  }

  private void commit(Connection connection, Transaction transaction) throws SQLException {
    try {
      connection.commit();
    } catch (SQLException e) {
      journal.doubtful(transaction.id(), transaction.events());
      throw e;
    }
    journal.committed(transaction.events());
  }
}
