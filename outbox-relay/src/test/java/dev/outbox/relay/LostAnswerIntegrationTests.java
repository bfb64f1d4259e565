package dev.outbox.relay;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.outbox.localstack.KafkaBroker;
import dev.outbox.localstack.MysqlServer;
import dev.outbox.localstack.StackExtension;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.admin.Admin;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Kafka has committed, and the relay is not told. */
@ExtendWith(StackExtension.class)
class LostAnswerIntegrationTests {

  private final MysqlServer mysql;
  private final KafkaBroker kafka;

  LostAnswerIntegrationTests(MysqlServer mysql, KafkaBroker kafka) {
    this.mysql = mysql;
    this.kafka = kafka;
  }

  @ParameterizedTest
  @ValueSource(strings = {"binlog", "polling"})
  void progressTellsWhetherACommitHappenedWhoseAnswerWasLost(String mode) throws Exception {
    TestOutbox outbox = TestOutbox.create(mysql);
    try (KafkaProxy proxy = new KafkaProxy(kafka);
        RunningRelay relay =
            RunningRelay.start(
                mode,
                List.of(outbox),
                "--spring.kafka.bootstrap-servers=" + proxy.bootstrapServers());
        Admin admin = Admin.create(Map.of("bootstrap.servers", kafka.bootstrapServers()))) {
      List<String> ids = new ArrayList<>(List.of(outbox.append("k", "1")));
      relay.awaitDrained(outbox);
      relay.awaitState(outbox, "RUNNING");

      proxy.loseNextCommit();
      ids.addAll(outbox.append(List.of("k", "other", "k"), List.of("2", "3", "4")));
      await().until(proxy::isShut);
      await().until(() -> reader(outbox).ids().size() == 4);
      assertThat(relay.outbox(outbox).get("published").asLong()).isEqualTo(1);
      // The producer could ask again for the same commit. Fenced, the relay has progress only.
      admin
          .fenceProducers(
              List.of("outbox-relay-main", "outbox-relay-main:1", "outbox-relay-main:2"))
          .all()
          .get();
      proxy.open();

      ids.add(outbox.append("k", "5"));
      relay.awaitDrained(outbox);
      relay.awaitState(outbox, "RUNNING");
      assertThat(relay.get("/actuator/prometheus").body())
          .containsPattern("outbox_relay_restarts_total\\{server=\"main\"} [2-9]");
      assertThat(reader(outbox).ids()).containsExactlyInAnyOrderElementsOf(ids);
      assertThat(reader(outbox).byKey().get("k")).isEqualTo(List.of("1", "2", "4", "5"));
    }
  }

  private TopicReader reader(TestOutbox outbox) {
    return new TopicReader(kafka, outbox.topic());
  }
}
