package dev.outbox.relay;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.outbox.localstack.KafkaBroker;
import dev.outbox.localstack.MysqlServer;
import dev.outbox.localstack.StackExtension;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

/** Rows that have NULL where an event needs something. */
@ExtendWith(StackExtension.class)
abstract class RowsWithNullContract {

  private final MysqlServer mysql;
  private final KafkaBroker kafka;
  private TestOutbox outbox;
  private TestOutbox other;

  @TempDir private Path directory;

  RowsWithNullContract(MysqlServer mysql, KafkaBroker kafka) {
    this.mysql = mysql;
    this.kafka = kafka;
  }

  abstract String mode();

  @BeforeEach
  void create() {
    outbox = TestOutbox.create(mysql);
    other = TestOutbox.create(mysql);
  }

  @ParameterizedTest
  @ValueSource(strings = {"payload", "type", "aggregatetype"})
  void theKeyOfARowWithNullIsParkedAndOthersFlow(String column) {
    allowNull(column);
    try (RunningRelay relay = start()) {
      outbox.append("bad", "1");
      relay.awaitDrained(outbox);
      insert("bad", column);
      outbox.append(List.of("bad", "good"), List.of("3", "4"));
      other.append("k", "5");
      relay.awaitDrained(other);
      awaitPayloads(Map.of("bad", List.of("1"), "good", List.of("4")));
      JsonNode parked = relay.json("/api/parked").get(0);
      assertThat(parked.get("key").asString()).isEqualTo("bad");
      assertThat(parked.get("reason").asString()).contains("Column " + column, "is NULL");
      assertThat(relay.outbox(outbox).get("state").asString()).isEqualTo("RUNNING");

      HttpResponse<String> answer =
          relay.operate("DELETE", "/api/parked/bad/events/" + parked.get("eventId").asString());
      assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
      relay.release(outbox, "bad");
      relay.awaitDrained(outbox);
    }
    awaitPayloads(Map.of("bad", List.of("1", "3"), "good", List.of("4")));
  }

  @ParameterizedTest
  @ValueSource(strings = {"aggregateid", "id"})
  void anOutboxWithARowThatCannotBeNamedIsRefusedAndOthersFlow(String column) {
    allowNull(column);
    try (RunningRelay relay = start()) {
      outbox.append("k", "1");
      relay.awaitDrained(outbox);
      insert("k", column);
      relay.awaitState(outbox, "REFUSED");
      assertThat(relay.outbox(outbox).get("error").asString())
          .contains("Column " + column, "is NULL", "DELETE the row");
      other.append("k", "2");
      relay.awaitDrained(other);
      outbox.execute("DELETE FROM outbox_event WHERE %s IS NULL".formatted(column));
      outbox.append("k", "3");
      relay.awaitDrained(outbox);
      relay.awaitState(outbox, "RUNNING");
    }
    awaitPayloads(Map.of("k", List.of("1", "3")));
  }

  @Test
  void rowWithoutKeyIsNoticedWhileAnotherKeyIsParked() {
    allowNull("aggregateid");
    try (RunningRelay relay = start()) {
      outbox.append("parked", TestOutbox.large(1_100_000));
      await().until(() -> relay.outbox(outbox).get("parkedKeys").asInt() == 1);
      insert("k", "aggregateid");
      relay.awaitState(outbox, "REFUSED");
    }
  }

  @Test
  void aRowWithoutATimeHasTheTimeAtWhichItWasRead() {
    outbox.execute("ALTER TABLE outbox_event MODIFY created_at TIMESTAMP(6) NULL");
    try (RunningRelay relay = start()) {
      outbox.execute(
          """
          INSERT INTO outbox_event (id, aggregatetype, aggregateid, type, payload, created_at)
          VALUES (UUID(), '%s', 'k', 't', '1', NULL)
          """
              .formatted(outbox.aggregateType()));
      relay.awaitDrained(outbox);
    }
    assertThat(new TopicReader(kafka, outbox.topic()).all())
        .allSatisfy(record -> assertThat(TopicReader.header(record, "ce_time")).startsWith("20"));
  }

  private RunningRelay start() {
    RunningRelay relay =
        RunningRelay.start(
            mode(),
            List.of(outbox, other),
            "--outbox.relay.discarded-events=" + directory.resolve("discarded.jsonl"));
    relay.awaitState(outbox, "RUNNING");
    return relay;
  }

  private void allowNull(String column) {
    String type = column.equals("payload") ? "MEDIUMTEXT" : "VARCHAR(255)";
    outbox.execute("ALTER TABLE outbox_event MODIFY %s %s NULL".formatted(column, type));
  }

  /** A row with a NULL. */
  private void insert(String key, String column) {
    outbox.execute(
        "INSERT INTO outbox_event (id, aggregatetype, aggregateid, type, payload)"
            + " VALUES (%s, %s, %s, %s, %s)"
                .formatted(
                    column.equals("id") ? "NULL" : "UUID()",
                    value(column, "aggregatetype", outbox.aggregateType()),
                    value(column, "aggregateid", key),
                    value(column, "type", "t.v1"),
                    value(column, "payload", "2")));
  }

  private static String value(String nullColumn, String column, String value) {
    return column.equals(nullColumn) ? "NULL" : "'" + value + "'";
  }

  private void awaitPayloads(Map<String, List<String>> payloads) {
    TopicReader topic = new TopicReader(kafka, outbox.topic());
    await().untilAsserted(() -> assertThat(topic.byKey()).isEqualTo(payloads));
  }
}
