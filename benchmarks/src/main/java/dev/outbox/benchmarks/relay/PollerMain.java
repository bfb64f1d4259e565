package dev.outbox.benchmarks.relay;

import dev.outbox.benchmarks.testbed.Commands;
import dev.outbox.benchmarks.testbed.KafkaSettings;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.util.ArrayList;
import java.util.List;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.StringSerializer;

/**
 * The relay that many teams write by hand: reads the lowest 100 rows, sends each and waits for its
 * acknowledgement, deletes them.
 */
final class PollerMain {

  private static final int BATCH = 100;
  private static final long PAUSE_MILLIS = 100;

  private PollerMain() {}

  /** JDBC URL, account and password, bootstrap servers, topic. */
  public static void main(String[] arguments) throws Exception {
    Thread worker = new Thread(() -> run(arguments), "poller");
    worker.setDaemon(true);
    worker.start();
    Commands.answer("ready");
    Commands.serve(words -> "unknown");
  }

  private static void run(String[] arguments) {
    try (Connection connection =
            DriverManager.getConnection(arguments[0], arguments[1], arguments[2]);
        KafkaProducer<String, String> producer =
            new KafkaProducer<>(
                KafkaSettings.producer(arguments[3], 0),
                new StringSerializer(),
                new StringSerializer())) {
      while (true) {
        if (publish(connection, producer, arguments[4]) < BATCH) {
          Thread.sleep(PAUSE_MILLIS);
        }
      }
    } catch (Exception e) {
      e.printStackTrace();
      Runtime.getRuntime().halt(1);
    }
  }

  private static int publish(
      Connection connection, KafkaProducer<String, String> producer, String topic)
      throws Exception {
    List<Long> positions = new ArrayList<>();
    try (PreparedStatement select =
            connection.prepareStatement(
                "SELECT position, aggregateid, payload FROM outbox_event ORDER BY position LIMIT "
                    + BATCH);
        ResultSet rows = select.executeQuery()) {
      while (rows.next()) {
        producer.send(new ProducerRecord<>(topic, rows.getString(2), rows.getString(3))).get();
        positions.add(rows.getLong(1));
      }
    }
    try (PreparedStatement delete =
        connection.prepareStatement("DELETE FROM outbox_event WHERE position = ?")) {
      connection.setAutoCommit(false);
      for (long position : positions) {
        delete.setLong(1, position);
        delete.addBatch();
      }
      delete.executeBatch();
      connection.commit();
      connection.setAutoCommit(true);
    }
    return positions.size();
  }
}
