package dev.outbox.relay;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.outbox.localstack.KafkaBroker;
import dev.outbox.localstack.MysqlServer;
import dev.outbox.localstack.StackExtension;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import tools.jackson.databind.JsonNode;

/** What the relay does in whatever mode, while all is well. */
@ExtendWith(StackExtension.class)
abstract class RelayContract {

  private final MysqlServer mysql;
  private final KafkaBroker kafka;

  RelayContract(MysqlServer mysql, KafkaBroker kafka) {
    this.mysql = mysql;
    this.kafka = kafka;
  }

  /** The setting {@code outbox.relay.mode}. */
  abstract String mode();

  @Test
  void anEventArrivesWithItsKeyItsHeadersAndEveryByte() {
    TestOutbox outbox = TestOutbox.create(mysql);
    String payload = "{\"name\": \"Zoë 😀 \\u0041\",\n  \"n\" : 1.50 }";
    try (RunningRelay relay = start(outbox)) {
      outbox.execute("SET time_zone = '+05:00'");
      outbox.execute(
          """
          INSERT INTO outbox_event (id, aggregatetype, aggregateid, type, payload, dataschema,
                                    traceparent, tracestate, created_at)
          VALUES ('019dd8a4-0000-7000-8000-000000000001', '%s', 'kéy-😀', 'dev.outbox.T.v1', '%s',
                  'https://example.org/t.json',
                  '00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01', 'a=b,c=d',
                  '2026-01-02 03:04:05.123456+05:00')
          """
              .formatted(outbox.aggregateType(), payload.replace("\\", "\\\\")));
      relay.awaitDrained(outbox);
    }
    List<ConsumerRecord<byte[], byte[]>> records = reader(outbox).all();
    assertThat(records).hasSize(1);
    assertThat(records.get(0).key()).isEqualTo("kéy-😀".getBytes(StandardCharsets.UTF_8));
    assertThat(records.get(0).value()).isEqualTo(payload.getBytes(StandardCharsets.UTF_8));
    assertThat(TopicReader.headers(records.get(0)))
        .containsExactlyInAnyOrderEntriesOf(
            Map.of(
                "ce_specversion", "1.0",
                "ce_id", "019dd8a4-0000-7000-8000-000000000001",
                "ce_type", "dev.outbox.T.v1",
                "ce_source", "/services/" + outbox.name(),
                "ce_subject", "kéy-😀",
                "ce_time", "2026-01-01T22:04:05.123456Z",
                "ce_dataschema", "https://example.org/t.json",
                "content-type", "application/json",
                "traceparent", "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01",
                "tracestate", "a=b,c=d"));
  }

  @Test
  void columnsThatAreNullMakeNoHeaders() {
    TestOutbox outbox = TestOutbox.create(mysql);
    try (RunningRelay relay = start(outbox)) {
      outbox.append("k", "{}");
      relay.awaitDrained(outbox);
    }
    assertThat(TopicReader.headers(reader(outbox).all().get(0)))
        .containsOnlyKeys(
            "ce_specversion",
            "ce_id",
            "ce_type",
            "ce_source",
            "ce_subject",
            "ce_time",
            "content-type");
  }

  @Test
  void aTableInAnotherCharacterSetArrivesAsUtf8() {
    TestOutbox outbox = TestOutbox.create(mysql);
    outbox.execute("ALTER TABLE outbox_event MODIFY payload MEDIUMTEXT CHARACTER SET latin1");
    try (RunningRelay relay = start(outbox)) {
      outbox.append("k", "\"é\"");
      relay.awaitDrained(outbox);
    }
    assertThat(reader(outbox).byKey()).isEqualTo(Map.of("k", List.of("\"é\"")));
  }

  @Test
  void eventsOfOneKeyKeepTheirOrderOverManyBatchesAndAreGoneAfterwards() {
    TestOutbox outbox = TestOutbox.create(mysql);
    List<String> ids = outbox.append(keys(3_000, 17), numbers(0, 3_000));
    try (RunningRelay relay =
        RunningRelay.start(mode(), List.of(outbox), "--outbox.relay.polling.batch-size=70")) {
      relay.awaitDrained(outbox);
      await()
          .untilAsserted(
              () -> assertThat(relay.outbox(outbox).get("published").asLong()).isEqualTo(3_000));
    }
    TopicReader reader = reader(outbox);
    assertThat(reader.ids()).containsExactlyInAnyOrderElementsOf(ids);
    Map<String, List<String>> handled = reader.byKey();
    assertThat(handled).hasSize(17);
    handled.forEach((key, payloads) -> assertThat(payloads).isEqualTo(everyNth(key, 3_000, 17)));
  }

  @Test
  void aBacklogIsPublishedAlsoWhileItsRowsCannotBeDeleted() throws SQLException {
    TestOutbox outbox = TestOutbox.create(mysql);
    List<String> ids = outbox.append(keys(500, 5), numbers(0, 500));
    try (Connection other = outbox.connect();
        Statement statement = other.createStatement()) {
      other.setAutoCommit(false);
      // In one of the later batches.
      statement.executeQuery("SELECT 1 FROM outbox_event WHERE position = 300 FOR UPDATE");
      try (RunningRelay relay =
          RunningRelay.start(mode(), List.of(outbox), "--outbox.relay.polling.batch-size=70")) {
        await().untilAsserted(() -> assertThat(reader(outbox).ids()).hasSize(500));
        assertThat(outbox.rows()).isPositive();
        other.commit();
        relay.awaitDrained(outbox);
      }
    }
    assertThat(reader(outbox).ids()).containsExactlyInAnyOrderElementsOf(ids);
  }

  @Test
  void whatIsPublishedIsDeletedWhileAWriterStaysOpen() throws SQLException {
    TestOutbox outbox = TestOutbox.create(mysql);
    try (RunningRelay relay = start(outbox);
        Connection writer = outbox.connect()) {
      writer.setAutoCommit(false);
      outbox.append(writer, "open", "0");
      // So many of a table of so few rows that MySQL would rather read all of it, the open one too.
      outbox.append(keys(300, 7), numbers(0, 300));
      await().untilAsserted(() -> assertThat(reader(outbox).ids()).hasSize(300));
      await().atMost(Duration.ofSeconds(10)).until(() -> outbox.rows() == 0);
      writer.commit();
      relay.awaitDrained(outbox);
    }
    assertThat(reader(outbox).ids()).hasSize(301);
  }

  /**
   * The table is read upwards: it has gone by the first event of the key, and not by the second.
   */
  @Test
  void aKeyWhoseFirstEventIsCommittedWhileABacklogIsReadStaysInOrder() throws SQLException {
    TestOutbox outbox = TestOutbox.create(mysql);
    try (Connection late = outbox.connect()) {
      late.setAutoCommit(false);
      String first = outbox.append(late, "late", "1");
      outbox.append(keys(9_000, 50), numbers(0, 9_000));
      try (RunningRelay relay =
          RunningRelay.start(mode(), List.of(outbox), "--outbox.relay.polling.batch-size=50")) {
        await().until(() -> reader(outbox).ids().size() > 100);
        late.commit();
        String second = outbox.append("late", "2");
        relay.awaitDrained(outbox);
        assertThat(reader(outbox).ids()).hasSize(9_002);
        assertThat(reader(outbox).ids().stream().filter(Set.of(first, second)::contains))
            .containsExactly(first, second);
      }
    }
  }

  @Test
  void aRowThatIsCommittedLateWithALowerPositionIsPublished() throws SQLException {
    TestOutbox outbox = TestOutbox.create(mysql);
    try (RunningRelay relay = start(outbox);
        Connection late = outbox.connect()) {
      late.setAutoCommit(false);
      String lower = outbox.append(late, "late", "1");
      String higher = outbox.append("early", "2");
      await().until(() -> reader(outbox).ids().equals(List.of(higher)));
      late.commit();
      await().until(() -> reader(outbox).ids().contains(lower));
      relay.awaitDrained(outbox);
      assertThat(reader(outbox).ids()).hasSize(2);
    }
  }

  @Test
  void aRowThatIsRolledBackIsNeverPublished() throws SQLException {
    TestOutbox outbox = TestOutbox.create(mysql);
    try (RunningRelay relay = start(outbox);
        Connection connection = outbox.connect()) {
      connection.setAutoCommit(false);
      outbox.append(connection, "k", "1");
      String during = outbox.append("k", "2");
      await().until(() -> reader(outbox).ids().equals(List.of(during)));
      connection.rollback();
      String after = outbox.append("k", "3");
      relay.awaitDrained(outbox);
      assertThat(reader(outbox).ids()).containsExactly(during, after);
    }
  }

  @Test
  void positionsThatAreHandedOutAgainAreNewEvents() {
    TestOutbox outbox = TestOutbox.create(mysql);
    try (RunningRelay relay = start(outbox)) {
      List<String> ids = new ArrayList<>();
      for (int round = 0; round < 3; round++) {
        ids.addAll(outbox.append(keys(5, 1), numbers(0, 5)));
        relay.awaitDrained(outbox);
        outbox.execute("TRUNCATE TABLE outbox_event");
      }
      assertThat(reader(outbox).ids()).containsExactlyElementsOf(ids);
    }
  }

  @Test
  void topicsAreMadeWithSixPartitionsAndLeftAloneIfTheyAreThere() throws Exception {
    TestOutbox made = TestOutbox.create(mysql);
    TestOutbox there = TestOutbox.create(mysql);
    try (Admin admin = Admin.create(Map.of("bootstrap.servers", kafka.bootstrapServers()))) {
      admin
          .createTopics(
              List.of(new org.apache.kafka.clients.admin.NewTopic(there.topic(), 2, (short) 1)))
          .all()
          .get();
      try (RunningRelay relay = start(made, there)) {
        made.append("k", "1");
        there.append("k", "1");
        relay.awaitDrained(made);
        relay.awaitDrained(there);
      }
      var topics = admin.describeTopics(List.of(made.topic(), there.topic())).allTopicNames().get();
      assertThat(topics.get(made.topic()).partitions()).hasSize(6);
      assertThat(topics.get(there.topic()).partitions()).hasSize(2);
    }
  }

  @Test
  void operatorsSeeHowTheOutboxFares() throws SQLException {
    TestOutbox outbox = TestOutbox.create(mysql);
    try (RunningRelay relay = start(outbox)) {
      outbox.append("k", "1");
      relay.awaitDrained(outbox);
      relay.awaitState(outbox, "RUNNING");
      await()
          .untilAsserted(
              () ->
                  assertThat(relay.json("/api/outboxes").toString())
                      .matches(
                          Pattern.quote(
                                  """
                                  [{"name":"%s","server":"main","owned":true,"mode":"%s",\
                                  "state":"RUNNING","error":null,"backlog":0,\
                                  "oldestAgeSeconds":0.0,"lagSeconds":\
                                  """
                                      .formatted(outbox.name(), mode()))
                              + "[0-9.E-]+"
                              + Pattern.quote(
                                  ",\"parkedKeys\":0,\"overlookedRows\":0,\"undeletedRows\":0,\"published\":1}]")));
      assertThat(relay.get("/actuator/health").statusCode()).isEqualTo(200);
      JsonNode health = relay.json("/actuator/health").get("components");
      assertThat(health.get("outboxes").get("details").get(outbox.name()).get("state").asString())
          .isEqualTo("RUNNING");
      assertThat(health.get("group").get("status").asString()).isEqualTo("UP");
      assertThat(health.get("group").get("details").get("owned").toString())
          .isEqualTo("[\"main\"]");
      String metrics = relay.get("/actuator/prometheus").body();
      String tag = "{outbox=\"" + outbox.name() + "\"}";
      assertThat(metrics)
          .contains("outbox_relay_published_total" + tag + " 1.0")
          .contains("outbox_relay_backlog" + tag + " 0.0")
          .contains("outbox_relay_oldest_age_seconds" + tag + " 0.0")
          .contains("outbox_relay_lag_seconds_count" + tag + " 1")
          .contains("outbox_relay_parked_keys" + tag + " 0.0")
          .contains("outbox_relay_healthy" + tag + " 1.0")
          .contains("outbox_relay_owner{server=\"main\"} 1.0")
          .contains("outbox_relay_restarts_total{server=\"main\"} 1.0")
          .containsPattern("outbox_relay_transactions_total\\{server=\"main\"} [1-9]")
          .contains("# HELP outbox_relay_published_total Events that Kafka has acknowledged");
    }
  }

  TopicReader reader(TestOutbox outbox) {
    return new TopicReader(kafka, outbox.topic());
  }

  private RunningRelay start(TestOutbox... outboxes) {
    return RunningRelay.start(mode(), List.of(outboxes));
  }

  static List<String> keys(int events, int keys) {
    return IntStream.range(0, events).mapToObj(i -> String.valueOf(i % keys)).toList();
  }

  static List<String> numbers(int from, int to) {
    return IntStream.range(from, to).mapToObj(String::valueOf).toList();
  }

  static List<String> everyNth(String first, int events, int n) {
    return IntStream.iterate(Integer.parseInt(first), i -> i < events, i -> i + n)
        .mapToObj(String::valueOf)
        .toList();
  }
}
