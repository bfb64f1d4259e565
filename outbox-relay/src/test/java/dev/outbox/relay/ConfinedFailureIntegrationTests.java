package dev.outbox.relay;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.outbox.localstack.KafkaBroker;
import dev.outbox.localstack.MysqlServer;
import dev.outbox.localstack.StackExtension;
import java.util.List;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A row that no outbox should have, in one of two outboxes of a source. */
@ExtendWith(StackExtension.class)
class ConfinedFailureIntegrationTests {

  private final MysqlServer mysql;
  private final KafkaBroker kafka;

  ConfinedFailureIntegrationTests(MysqlServer mysql, KafkaBroker kafka) {
    this.mysql = mysql;
    this.kafka = kafka;
  }

  @ParameterizedTest
  @ValueSource(strings = {"binlog", "polling"})
  void rowWithoutKeyStopsItsOwnOutboxOnly(String mode) {
    TestOutbox broken = TestOutbox.create(mysql);
    TestOutbox flowing = TestOutbox.create(mysql);
    broken.execute("ALTER TABLE outbox_event MODIFY aggregateid VARCHAR(255) NULL");
    try (RunningRelay relay = RunningRelay.start(mode, List.of(broken, flowing))) {
      relay.awaitState(broken, "RUNNING");
      broken.append("k", "1");
      await().until(() -> reader(broken).ids().size() == 1);
      broken.execute(
          "INSERT INTO outbox_event (id, aggregatetype, aggregateid, type, payload)"
              + " VALUES (UUID(), '%s', NULL, 't.v1', '2')".formatted(broken.aggregateType()));
      await()
          .untilAsserted(
              () ->
                  assertThat(relay.outbox(broken).get("state").asString())
                      .isIn("BLOCKED", "REFUSED"));
      for (int i = 0; i < 5; i++) {
        flowing.append("k", String.valueOf(i));
        relay.awaitDrained(flowing);
      }
      relay.awaitState(flowing, "RUNNING");
      broken.execute("DELETE FROM outbox_event WHERE aggregateid IS NULL");
      broken.append("k", "3");
      relay.operate("POST", "/api/outboxes/" + broken.name() + "/resume");
      relay.awaitDrained(broken);
    }
    assertThat(reader(broken).byKey().get("k")).containsExactly("1", "3");
    assertThat(reader(flowing).byKey().get("k")).containsExactly("0", "1", "2", "3", "4");
  }

  private TopicReader reader(TestOutbox outbox) {
    return new TopicReader(kafka, outbox.topic());
  }
}
