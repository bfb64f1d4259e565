package dev.outbox.relay;

import static org.assertj.core.api.Assertions.assertThat;

import dev.outbox.localstack.KafkaBroker;
import dev.outbox.localstack.MysqlServer;
import dev.outbox.localstack.StackExtension;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.admin.Admin;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A progress topic that would forget is refused before anything is published. */
@ExtendWith(StackExtension.class)
class ProgressTopicPolicyIntegrationTests {

  private static final String POLICY = "cleanup.policy";

  private final MysqlServer mysql;
  private final KafkaBroker kafka;
  private final String[] group = RunningRelay.groupOfItsOwn();
  private final String topic = group[1].replaceFirst(".*=", "");

  ProgressTopicPolicyIntegrationTests(MysqlServer mysql, KafkaBroker kafka) {
    this.mysql = mysql;
    this.kafka = kafka;
  }

  @ParameterizedTest
  @ValueSource(strings = {"delete", "compact,delete"})
  void aTopicThatForgetsIsRefusedUntilItIsCompacted(String policy) {
    TestOutbox outbox = TestOutbox.create(mysql);
    TestTopics.create(kafka, topic, Map.of(POLICY, policy));
    try (RunningRelay relay = RunningRelay.start("binlog", List.of(outbox), group)) {
      String id = outbox.append("k", "1");
      assertRefused(relay, outbox);
      assertThat(relay.checks(outbox).get(POLICY + " of " + topic).get("severity").asString())
          .isEqualTo("REFUSING");
      assertThat(outbox.rows()).isEqualTo(1);
      TestTopics.set(kafka, topic, POLICY, "compact");
      relay.awaitDrained(outbox);
      relay.awaitState(outbox, "RUNNING");
      assertThat(new TopicReader(kafka, outbox.topic()).ids()).containsExactly(id);
    }
  }

  @Test
  void aTopicThatIsToForgetIsRefusedAtTheNextTakeover() throws Exception {
    TestOutbox outbox = TestOutbox.create(mysql);
    try (RunningRelay relay = RunningRelay.start("binlog", List.of(outbox), group);
        Admin admin = Admin.create(Map.of("bootstrap.servers", kafka.bootstrapServers()))) {
      outbox.append("k", "1");
      relay.awaitDrained(outbox);
      TestTopics.set(kafka, topic, POLICY, "delete");
      String id = group[0].replaceFirst(".*=", "") + "-main";
      admin.fenceProducers(List.of(id, id + ":1", id + ":2")).all().get();
      outbox.append("k", "2");
      assertRefused(relay, outbox);
      TestTopics.set(kafka, topic, POLICY, "compact");
      relay.awaitDrained(outbox);
    }
  }

  private void assertRefused(RunningRelay relay, TestOutbox outbox) {
    relay.awaitState(outbox, "REFUSED");
    assertThat(relay.outbox(outbox).get("error").asString())
        .contains(topic, "must be compact", "kafka-configs.sh", kafka.bootstrapServers());
    assertThat(relay.get("/actuator/health").statusCode()).isEqualTo(503);
  }
}
