package dev.outbox.relay.database;

import static org.assertj.core.api.Assertions.assertThat;

import dev.outbox.localstack.MysqlServer;
import dev.outbox.localstack.StackExtension;
import dev.outbox.relay.TestOutbox;
import dev.outbox.relay.outbox.Backlog;
import dev.outbox.relay.outbox.OutboxEvent;
import dev.outbox.relay.outbox.Table;
import dev.outbox.relay.progress.PublishedRows;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(StackExtension.class)
class OutboxTableIntegrationTests {

  private final TestOutbox outbox;
  private final DatabaseServer server;
  private final OutboxTable table;
  private final String url;

  OutboxTableIntegrationTests(MysqlServer mysql) {
    outbox = TestOutbox.create(mysql);
    url = mysql.jdbcUrl("");
    server = new DatabaseServer("main", mysql.jdbcUrl(""), "relay", TestOutbox.RELAY_PASSWORD);
    table = new OutboxTable(server, new Table(outbox.name(), "outbox_event"), 3, 10_000);
  }

  @AfterEach
  void disconnect() {
    server.close();
  }

  @Test
  void rowsThatWereGivenThePositionsOfPublishedOnesAreNotDeleted() {
    outbox.append("k", "1");
    outbox.append("k", "2");
    List<OutboxEvent> published = read();
    outbox.execute("TRUNCATE TABLE outbox_event");
    outbox.append("k", "3");
    delete(published);
    List<OutboxEvent> left = read();
    assertThat(left).hasSize(1);
    assertThat(left.get(0).position()).isEqualTo(published.get(0).position());
  }

  @Test
  void aBatchEndsAtItsNumberOfRows() {
    List<String> ids =
        List.of(outbox.append("a", "1"), outbox.append("b", "2"), outbox.append("c", "3"));
    String fourth = outbox.append("d", "4");
    OutboxTable.Rows first = table.read(List.of());
    assertThat(first.events()).extracting(OutboxEvent::id).containsExactlyElementsOf(ids);
    assertThat(first.more()).isTrue();
    delete(first.events());
    OutboxTable.Rows second = table.read(List.of());
    assertThat(second.events()).extracting(OutboxEvent::id).containsExactly(fourth);
    assertThat(second.more()).isFalse();
  }

  @Test
  void aBatchEndsAtItsNumberOfBytes() {
    String large = "\"" + "x".repeat(6_000) + "\"";
    List<String> ids = List.of(outbox.append("a", large), outbox.append("b", large));
    outbox.append("c", large);
    OutboxTable.Rows batch = table.read(List.of());
    assertThat(batch.events()).extracting(OutboxEvent::id).containsExactlyElementsOf(ids);
    assertThat(batch.more()).isTrue();
  }

  @Test
  void keysAreLeftOutByteByByteWhateverTheCollation() {
    String small = outbox.append("é", "1");
    outbox.append("É", "2");
    assertThat(table.read(List.of("É")).events())
        .extracting(OutboxEvent::id)
        .containsExactly(small);
    assertThat(table.counts(List.of("É", "none"))).isEqualTo(Map.of("É", 1L));
    assertThat(table.aggregateTypes()).containsExactly(outbox.aggregateType());
    assertThat(table.find("é", small)).isPresent();
    assertThat(table.find("É", small)).isEmpty();
  }

  @Test
  void theBacklogTellsHowManyWaitAndHowLongByTheDatabasesClock() {
    assertThat(table.backlog()).isEqualTo(new Backlog(0, Duration.ZERO));
    outbox.append("a", "1");
    outbox.append("b", "2");
    outbox.execute(
        "UPDATE outbox_event SET created_at = CURRENT_TIMESTAMP(6) - INTERVAL 90 SECOND"
            + " ORDER BY position LIMIT 1");
    Backlog backlog = table.backlog();
    assertThat(backlog.events()).isEqualTo(2);
    assertThat(backlog.oldestAge()).isBetween(Duration.ofSeconds(90), Duration.ofSeconds(95));
  }

  @Test
  void timesAreInUtcWhateverTheZoneOfTheUrl() {
    outbox.execute(
        "ALTER TABLE outbox_event MODIFY created_at DATETIME(6) NOT NULL DEFAULT '2000-01-01'");
    outbox.append("k", "1");
    outbox.execute("UPDATE outbox_event SET created_at = '2026-07-01 12:00:00'");
    String zone = "sessionVariables=time_zone='-05:00'";
    String separator = url.contains("?") ? "&" : "?";
    try (DatabaseServer elsewhere =
        new DatabaseServer("main", url + separator + zone, "relay", TestOutbox.RELAY_PASSWORD)) {
      OutboxTable there =
          new OutboxTable(elsewhere, new Table(outbox.name(), "outbox_event"), 3, 10_000);
      assertThat(there.read(List.of()).events().get(0).createdMicros())
          .isEqualTo(Instant.parse("2026-07-01T12:00:00Z").getEpochSecond() * 1_000_000);
    }
  }

  @Test
  void onlyOnePassOfAServerGoesOnAtATime() {
    outbox.append("k", "1");
    TablePass pass = table.pass();
    assertThat(pass).isNotNull();
    assertThat(table.pass()).isNull();
    pass.close();
    try (TablePass next = table.pass()) {
      assertThat(next.next(List.of()).events()).hasSize(1);
    }
  }

  @Test
  void sessionsEndAfterAMinuteOfSilenceAndDoNotWaitForLocksForLong() {
    assertThat(
            server
                .jdbc()
                .sql(
                    "SELECT CONCAT_WS(' ', @@wait_timeout, @@net_write_timeout,"
                        + " @@lock_wait_timeout, @@innodb_lock_wait_timeout)")
                .query(String.class)
                .single())
        .isEqualTo("60 60 10 10");
  }

  private List<OutboxEvent> read() {
    return table.read(List.of()).events();
  }

  private void delete(List<OutboxEvent> events) {
    PublishedRows rows = new PublishedRows("o");
    events.forEach(event -> rows.add(event.position(), UUID.fromString(event.id())));
    table.delete(rows, 0, rows.size());
  }
}
