package dev.outbox.benchmarks.inbox;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.outbox.benchmarks.testbed.BenchOutbox;
import dev.outbox.benchmarks.testbed.BenchmarkException;
import dev.outbox.benchmarks.testbed.KafkaSettings;
import dev.outbox.benchmarks.testbed.Purchased;
import dev.outbox.events.EventJson;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/**
 * The idempotent consumer that many teams write by hand: for each record a transaction that inserts
 * the event's id and does the work; offsets are committed after each poll.
 */
final class HandWrittenConsumer implements Runnable {

  private static final String REMEMBER = "INSERT INTO inbox_event (consumer, id) VALUES (?, ?)";

  private final BenchOutbox outbox;
  private final String bootstrapServers;
  private final int count;
  private final AtomicInteger handled = new AtomicInteger();

  HandWrittenConsumer(BenchOutbox outbox, String bootstrapServers, int count) {
    this.outbox = outbox;
    this.bootstrapServers = bootstrapServers;
    this.count = count;
  }

  int handled() {
    return handled.get();
  }

  @Override
  public void run() {
    Map<String, Object> settings = new HashMap<>(KafkaSettings.consumer(bootstrapServers, 1, 500));
    settings.put("group.id", outbox.name());
    settings.put("max.poll.records", 500);
    try (KafkaConsumer<byte[], byte[]> consumer =
            new KafkaConsumer<>(
                settings, new ByteArrayDeserializer(), new ByteArrayDeserializer());
        Connection connection = outbox.connect();
        PreparedStatement remember = connection.prepareStatement(REMEMBER);
        PreparedStatement work = connection.prepareStatement(Purchased.INSERT)) {
      connection.setAutoCommit(false);
      consumer.subscribe(List.of(outbox.topic()));
      while (handled.get() < count) {
        for (ConsumerRecord<byte[], byte[]> record : consumer.poll(Duration.ofMillis(100))) {
          handle(record, remember, work);
          connection.commit();
          handled.incrementAndGet();
        }
        consumer.commitSync();
      }
    } catch (SQLException e) {
      throw new BenchmarkException("The hand-written consumer failed: " + e.getMessage(), e);
    }
  }

  private void handle(
      ConsumerRecord<byte[], byte[]> record, PreparedStatement remember, PreparedStatement work)
      throws SQLException {
    remember.setString(1, outbox.name());
    remember.setString(2, new String(record.headers().lastHeader("ce_id").value(), UTF_8));
    remember.executeUpdate();
    work.setString(1, EventJson.read(Purchased.class, record.value()).purchaseId());
    work.setString(2, "somebody");
    work.executeUpdate();
  }
}
