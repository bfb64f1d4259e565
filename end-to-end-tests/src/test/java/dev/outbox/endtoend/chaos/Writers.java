package dev.outbox.endtoend.chaos;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.concurrent.CopyOnWriteArraySet;

/** The writers of an outbox, most of them quick, some of whom hold their transactions open. */
final class Writers implements AutoCloseable {

  private static final int QUICK = 4;
  private static final int HOLDING = 3;

  private final ChaosOutbox outbox;
  private final Journal journal = new Journal();
  private final Gate gate = new Gate(QUICK + HOLDING);
  private final SplittableRandom random;
  private final List<Thread> threads = new ArrayList<>();
  private final Set<String> types = new CopyOnWriteArraySet<>();

  private Writers(ChaosOutbox outbox, SplittableRandom random) {
    this.outbox = outbox;
    this.random = random;
    types.add(outbox.aggregateType());
  }

  /** Starts them. */
  static Writers start(ChaosOutbox outbox, SplittableRandom random, Duration hold) {
    Writers writers = new Writers(outbox, random);
    writers.createKeys();
    for (int i = 0; i < QUICK + HOLDING; i++) {
      Writer writer =
          new Writer(
              outbox,
              writers.journal,
              writers.gate,
              random.split(),
              i < QUICK ? Duration.ZERO : hold);
      Thread thread = new Thread(writer, "writer-" + i);
      thread.setDaemon(true);
      thread.start();
      writers.threads.add(thread);
    }
    return writers;
  }

  Journal journal() {
    return journal;
  }

  /** Waits until all have ended their transactions, and finds out about those in doubt. */
  void pause() throws InterruptedException {
    gate.close();
    for (Journal.Doubt doubt : journal.takeDoubts()) {
      if (outbox.hasCommitted(doubt.transaction())) {
        journal.committed(doubt.events());
      }
    }
  }

  void resume() {
    gate.open();
  }

  /** Returns the topics of all events that were written. */
  List<String> topics() {
    return types.stream().map(type -> type + "-events").toList();
  }

  /** While all pause: an event that is committed after all others. */
  void writeLast() {
    try (Connection connection = outbox.connect()) {
      write(connection, outbox.aggregateType(), "last", 1);
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
  }

  /** Writes events of one key in a session that does not log; returns the last one. */
  Event writePastTheLog(String key, int count) {
    try (Connection connection = outbox.connectAsAdmin();
        Statement statement = connection.createStatement()) {
      statement.execute("SET SESSION sql_log_bin = 0");
      return write(connection, outbox.aggregateType(), key, count);
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
  }

  /**
   * Writes an event of another aggregate type, which has a topic of its own, in one transaction
   * with one of the usual type; returns the former.
   */
  Event writeBeside(String aggregateType) {
    types.add(aggregateType);
    try (Connection connection = outbox.connect()) {
      connection.setAutoCommit(false);
      Transaction usual = append(connection, outbox.aggregateType(), "beside", 1);
      Transaction other = append(connection, aggregateType, aggregateType, 1);
      connection.commit();
      journal.committed(usual.events());
      journal.committed(other.events());
      return last(other);
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
  }

  private Event write(Connection connection, String aggregateType, String key, int count)
      throws SQLException {
    connection.setAutoCommit(false);
    Transaction transaction = append(connection, aggregateType, key, count);
    connection.commit();
    journal.committed(transaction.events());
    return last(transaction);
  }

  private Transaction append(Connection connection, String aggregateType, String key, int count)
      throws SQLException {
    createKeys(connection, List.of(key));
    Transaction transaction = new Transaction(connection, aggregateType);
    transaction.lock(List.of(key), true);
    transaction.append(count, random);
    transaction.finish();
    return transaction;
  }

  private static Event last(Transaction transaction) {
    return transaction.events().get(transaction.events().size() - 1);
  }

  private void createKeys() {
    try (Connection connection = outbox.connect()) {
      createKeys(connection, Writer.keys());
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
  }

  private static void createKeys(Connection connection, Collection<String> keys)
      throws SQLException {
    try (PreparedStatement insert =
        connection.prepareStatement("INSERT IGNORE INTO chaos_key VALUES (?, 0)")) {
      for (String key : keys) {
        insert.setString(1, key);
        insert.addBatch();
      }
      insert.executeBatch();
    }
  }

  @Override
  public void close() {
    gate.end();
    threads.forEach(Thread::interrupt);
  }
}
