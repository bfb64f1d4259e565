package dev.outbox.relay;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.LockSupport;

/**
 * Writes events, a transaction of two at a time and some hundred a second, until it is stopped: the
 * machine is to have something left for whoever publishes them.
 */
final class BackgroundWriter implements AutoCloseable {

  private static final int KEYS = 11;
  private static final long PAUSE_NANOS = 4_000_000;

  private final TestOutbox outbox;
  private final List<String> ids = new ArrayList<>();
  private final Map<String, List<String>> payloads = new LinkedHashMap<>();
  private final Thread thread = new Thread(this::write, "writer");
  private volatile boolean stopping;

  private BackgroundWriter(TestOutbox outbox) {
    this.outbox = outbox;
  }

  static BackgroundWriter start(TestOutbox outbox) {
    BackgroundWriter writer = new BackgroundWriter(outbox);
    writer.thread.start();
    return writer;
  }

  synchronized long written() {
    return ids.size();
  }

  synchronized List<String> ids() {
    return List.copyOf(ids);
  }

  synchronized Map<String, List<String>> payloadsByKey() {
    return payloads;
  }

  void stop() {
    stopping = true;
    try {
      thread.join();
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  @Override
  public void close() {
    stop();
  }

  private void write() {
    try (Connection connection = outbox.connect()) {
      connection.setAutoCommit(false);
      for (int number = 0; !stopping; number++) {
        String key = "w" + number % KEYS;
        List<String> written =
            outbox.append(connection, List.of(key, key), List.of(number + ".0", number + ".1"));
        connection.commit();
        LockSupport.parkNanos(PAUSE_NANOS);
        synchronized (this) {
          ids.addAll(written);
          payloads
              .computeIfAbsent(key, any -> new ArrayList<>())
              .addAll(List.of(number + ".0", number + ".1"));
        }
      }
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
  }
}
