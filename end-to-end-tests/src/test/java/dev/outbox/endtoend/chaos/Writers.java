package dev.outbox.endtoend.chaos;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;

/** The writers of an outbox, most of them quick, some of whom hold their transactions open. */
final class Writers implements AutoCloseable {

  private static final int QUICK = 4;
  private static final int HOLDING = 3;
  private static final List<String> LAST = List.of("last");

  private final ChaosOutbox outbox;
  private final Journal journal = new Journal();
  private final Gate gate = new Gate(QUICK + HOLDING);
  private final SplittableRandom random;
  private final List<Thread> threads = new ArrayList<>();

  private Writers(ChaosOutbox outbox, SplittableRandom random) {
    this.outbox = outbox;
    this.random = random;
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

  /** While all pause: an event that is committed after all others. */
  void writeLast() {
    try (Connection connection = outbox.connect()) {
      connection.setAutoCommit(false);
      Transaction transaction = new Transaction(connection, outbox.aggregateType());
      transaction.lock(LAST, true);
      transaction.append(1, random);
      transaction.finish();
      connection.commit();
      journal.committed(transaction.events());
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
  }

  private void createKeys() {
    List<String> keys = new ArrayList<>(Writer.keys());
    keys.addAll(LAST);
    try (Connection connection = outbox.connect();
        PreparedStatement insert =
            connection.prepareStatement("INSERT INTO chaos_key VALUES (?, 0)")) {
      for (String key : keys) {
        insert.setString(1, key);
        insert.addBatch();
      }
      insert.executeBatch();
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
  }

  @Override
  public void close() {
    gate.end();
    threads.forEach(Thread::interrupt);
  }
}
