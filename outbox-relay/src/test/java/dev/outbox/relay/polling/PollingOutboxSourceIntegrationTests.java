package dev.outbox.relay.polling;

import static org.assertj.core.api.Assertions.assertThat;

import dev.outbox.localstack.MysqlServer;
import dev.outbox.localstack.StackExtension;
import dev.outbox.relay.TestOutbox;
import dev.outbox.relay.database.DatabaseServer;
import dev.outbox.relay.outbox.Backlog;
import dev.outbox.relay.outbox.Batch;
import dev.outbox.relay.outbox.OutboxEvent;
import dev.outbox.relay.outbox.Table;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.springframework.util.unit.DataSize;

@ExtendWith(StackExtension.class)
class PollingOutboxSourceIntegrationTests {

  private final TestOutbox outbox;
  private final DatabaseServer server;
  private final PollingOutboxSource source;

  PollingOutboxSourceIntegrationTests(MysqlServer mysql) {
    outbox = TestOutbox.create(mysql);
    server = new DatabaseServer("main", mysql.jdbcUrl(""), "relay", TestOutbox.RELAY_PASSWORD);
    source =
        new PollingOutboxSource(
            server,
            new Table(outbox.name(), "outbox_event"),
            new PollingProperties(
                3, DataSize.ofKilobytes(10), Duration.ofMillis(1), Duration.ofMillis(100)));
  }

  @AfterEach
  void disconnect() {
    server.close();
  }

  @Test
  void rowsThatWereGivenThePositionsOfPublishedOnesAreNotDeleted() {
    outbox.append("k", "1");
    outbox.append("k", "2");
    List<OutboxEvent> published = source.read().events();
    outbox.execute("TRUNCATE TABLE outbox_event");
    outbox.append("k", "3");
    source.remove(published);
    List<OutboxEvent> left = source.read().events();
    assertThat(left).hasSize(1);
    assertThat(left.get(0).position()).isEqualTo(published.get(0).position());
  }

  @Test
  void aBatchEndsAtItsNumberOfRows() {
    List<String> ids =
        List.of(outbox.append("a", "1"), outbox.append("b", "2"), outbox.append("c", "3"));
    String fourth = outbox.append("d", "4");
    Batch first = source.read();
    assertThat(first.events()).extracting(OutboxEvent::id).containsExactlyElementsOf(ids);
    assertThat(first.more()).isTrue();
    source.remove(first.events());
    Batch second = source.read();
    assertThat(second.events()).extracting(OutboxEvent::id).containsExactly(fourth);
    assertThat(second.more()).isFalse();
  }

  @Test
  void aBatchEndsAtItsNumberOfBytes() {
    String large = "\"" + "x".repeat(6_000) + "\"";
    List<String> ids = List.of(outbox.append("a", large), outbox.append("b", large));
    outbox.append("c", large);
    Batch batch = source.read();
    assertThat(batch.events()).extracting(OutboxEvent::id).containsExactlyElementsOf(ids);
    assertThat(batch.more()).isTrue();
  }

  @Test
  void theBacklogTellsHowManyWaitAndHowLongByTheDatabasesClock() {
    assertThat(source.backlog()).isEqualTo(new Backlog(0, Duration.ZERO));
    outbox.append("a", "1");
    outbox.append("b", "2");
    outbox.execute(
        "UPDATE outbox_event SET created_at = CURRENT_TIMESTAMP(6) - INTERVAL 90 SECOND"
            + " ORDER BY position LIMIT 1");
    Backlog backlog = source.backlog();
    assertThat(backlog.events()).isEqualTo(2);
    assertThat(backlog.oldestAge()).isBetween(Duration.ofSeconds(90), Duration.ofSeconds(95));
  }
}
