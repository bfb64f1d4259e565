package dev.outbox.relay;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.outbox.localstack.KafkaBroker;
import dev.outbox.localstack.MysqlServer;
import dev.outbox.localstack.StackExtension;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import tools.jackson.databind.JsonNode;

/** What the relay does in whatever mode when something is missing, refused or killed. */
@ExtendWith(StackExtension.class)
abstract class RelayFaultContract {

  static final int KEYS = 7;

  final MysqlServer mysql;
  final KafkaBroker kafka;
  private boolean mysqlKilled;
  private boolean kafkaKilled;

  RelayFaultContract(MysqlServer mysql, KafkaBroker kafka) {
    this.mysql = mysql;
    this.kafka = kafka;
  }

  /** The setting {@code outbox.relay.mode}. */
  abstract String mode();

  @AfterEach
  void allIsUpAgain() {
    startMysql();
    startKafka();
  }

  @Test
  void aBrokerThatIsKilledAndReturnsLosesNothingAndKeepsTheOrder() {
    TestOutbox outbox = TestOutbox.create(mysql);
    try (RunningRelay relay = start(outbox)) {
      Thread writer = writeInBackground(outbox, 6_000);
      await().until(() -> relay.outbox(outbox).get("published").asLong() > 500);
      killKafka();
      await().atMost(Duration.ofSeconds(60)).until(() -> !writer.isAlive());
      relay.awaitState(outbox, "WAITING_FOR_KAFKA");
      assertThat(relay.outbox(outbox).get("error").asString()).contains(kafka.bootstrapServers());
      assertThat(relay.get("/actuator/health").statusCode()).isEqualTo(503);
      assertThat(relay.get("/actuator/health/liveness").statusCode()).isEqualTo(200);
      startKafka();
      relay.awaitDrained(outbox);
      relay.awaitState(outbox, "RUNNING");
      assertThat(relay.get("/actuator/health").statusCode()).isEqualTo(200);
    }
    assertAllInOrder(outbox, 6_000);
  }

  @Test
  void aMysqlServerThatIsKilledAndReturnsLosesNothingAndKeepsTheOrder() {
    TestOutbox outbox = TestOutbox.create(mysql);
    outbox.append(RelayContract.keys(4_000, KEYS), RelayContract.numbers(0, 4_000));
    try (RunningRelay relay =
        RunningRelay.start(mode(), List.of(outbox), "--outbox.relay.polling.batch-size=20")) {
      await().until(() -> relay.outbox(outbox).get("published").asLong() > 200);
      killMysql();
      relay.awaitState(outbox, "WAITING_FOR_DATABASE");
      long asked = System.nanoTime();
      JsonNode view = relay.outbox(outbox);
      assertThat(Duration.ofNanos(System.nanoTime() - asked)).isLessThan(Duration.ofSeconds(1));
      assertThat(view.get("backlog").isNull()).isTrue();
      assertThat(view.get("oldestAgeSeconds").isNull()).isTrue();
      assertThat(view.get("published").asLong()).isBetween(200L, 3_999L);
      assertThat(relay.get("/actuator/health/liveness").statusCode()).isEqualTo(200);
      startMysql();
      relay.awaitDrained(outbox);
      relay.awaitState(outbox, "RUNNING");
    }
    assertAllInOrder(outbox, 4_000);
  }

  @Test
  void anOutboxStartsWhenItsTableAppearsWhileOthersFlow() {
    TestOutbox missing = TestOutbox.withoutTable(mysql);
    TestOutbox flowing = TestOutbox.create(mysql);
    try (RunningRelay relay = start(missing, flowing)) {
      relay.awaitState(missing, "WAITING_FOR_TABLE");
      assertThat(relay.outbox(missing).get("error").asString())
          .contains(missing.name() + ".outbox_event");
      assertThat(relay.get("/actuator/health").statusCode()).isEqualTo(503);
      flowing.append("k", "1");
      relay.awaitDrained(flowing);
      missing.createTable();
      missing.append("k", "1");
      relay.awaitState(missing, "RUNNING");
      relay.awaitDrained(missing);
    }
  }

  @Test
  void anOutboxThatMayNotBeReadStartsWhenItMay() {
    TestOutbox outbox = TestOutbox.create(mysql);
    mysql.execute("REVOKE SELECT ON %s.outbox_event FROM 'relay'@'%%'".formatted(outbox.name()));
    outbox.append("k", "1");
    try (RunningRelay relay = start(outbox)) {
      relay.awaitState(outbox, "WAITING_FOR_TABLE");
      assertThat(relay.outbox(outbox).get("error").asString()).contains("GRANT SELECT, DELETE");
      outbox.grant("SELECT");
      relay.awaitDrained(outbox);
    }
  }

  @Test
  void aRecordThatIsTooLargeParksItsKeyWhileOtherKeysFlow() {
    TestOutbox outbox = TestOutbox.create(mysql);
    String large = "\"" + "x".repeat(1_100_000) + "\"";
    List<String> ids =
        outbox.append(List.of("k", "k", "other", "k"), List.of("1", large, "3", "4"));
    try (RunningRelay relay = start(outbox)) {
      awaitPayloads(outbox, Map.of("k", List.of("1"), "other", List.of("3")));
      outbox.append("k", "5");
      String flows = outbox.append("other", "6");
      await().until(() -> reader(outbox).ids().contains(flows));
      relay.awaitState(outbox, "RUNNING");
    }
    // Parked keys outlast the relay: it does not try them again by itself.
    try (RunningRelay relay = start(outbox)) {
      String flows = outbox.append("other", "7");
      await().until(() -> reader(outbox).ids().contains(flows));
      assertThat(outbox.rows()).isEqualTo(3);
      outbox.execute("DELETE FROM outbox_event WHERE id = '%s'".formatted(ids.get(1)));
      relay.release(outbox, "k");
      relay.awaitDrained(outbox);
    }
    assertThat(reader(outbox).byKey())
        .isEqualTo(Map.of("k", List.of("1", "4", "5"), "other", List.of("3", "6", "7")));
  }

  private void awaitPayloads(TestOutbox outbox, Map<String, List<String>> payloads) {
    await()
        .atMost(Duration.ofSeconds(30))
        .untilAsserted(() -> assertThat(reader(outbox).byKey()).isEqualTo(payloads));
  }

  TopicReader reader(TestOutbox outbox) {
    return new TopicReader(kafka, outbox.topic());
  }

  private Thread writeInBackground(TestOutbox outbox, int events) {
    List<String> keys = RelayContract.keys(events, KEYS);
    List<String> payloads = RelayContract.numbers(0, events);
    Thread writer =
        new Thread(
            () -> {
              for (int from = 0; from < events; from += 50) {
                outbox.append(keys.subList(from, from + 50), payloads.subList(from, from + 50));
              }
            });
    writer.start();
    return writer;
  }

  void assertAllInOrder(TestOutbox outbox, int events) {
    Map<String, List<String>> handled = new TopicReader(kafka, outbox.topic()).byKey();
    assertThat(handled).hasSize(KEYS);
    handled.forEach(
        (key, payloads) ->
            assertThat(payloads).isEqualTo(RelayContract.everyNth(key, events, KEYS)));
  }

  RunningRelay start(TestOutbox... outboxes) {
    return RunningRelay.start(mode(), List.of(outboxes));
  }

  void killMysql() {
    mysql.kill();
    mysqlKilled = true;
  }

  void startMysql() {
    if (mysqlKilled) {
      mysql.start();
      mysqlKilled = false;
    }
  }

  void killKafka() {
    kafka.kill();
    kafkaKilled = true;
  }

  void startKafka() {
    if (kafkaKilled) {
      kafka.start();
      kafkaKilled = false;
    }
  }
}
