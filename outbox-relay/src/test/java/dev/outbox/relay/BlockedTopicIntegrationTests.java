package dev.outbox.relay;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.outbox.localstack.KafkaBroker;
import dev.outbox.localstack.MysqlServer;
import dev.outbox.localstack.StackExtension;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** A topic that cannot be written, and what ends before it can. */
@ExtendWith(StackExtension.class)
class BlockedTopicIntegrationTests {

  /** A single broker cannot have it: each topic that the relay makes is refused. */
  private static final String REPLICATION = "--outbox.topics.replication=3";

  private final KafkaBroker kafka;
  private final TestOutbox outbox;
  @TempDir private Path directory;

  BlockedTopicIntegrationTests(MysqlServer mysql, KafkaBroker kafka) {
    this.kafka = kafka;
    this.outbox = TestOutbox.create(mysql);
    TestTopics.create(kafka, outbox.topic(), 1_000_000);
    TestTopics.createProgress(kafka, progressTopic());
  }

  @Test
  void blockedEventOutlastsTheRelayThatIsKilled() throws Exception {
    try (RelayProcess relay =
        RelayProcess.start(
            "binlog",
            List.of(outbox),
            directory.resolve("log"),
            List.of(),
            List.of(REPLICATION, group(), groupTopic()))) {
      String first = outbox.append("first", "0");
      await().atMost(Duration.ofSeconds(40)).until(() -> ids(outbox.topic()).contains(first));
      await().until(() -> outbox.rows() == 0);
      appendToBoth();
      await().until(() -> ids(outbox.topic()).size() == 2 && relay.isAlive());
    }
    assertThatTheBlockedEventComesFirst();
  }

  @Test
  void blockedEventOutlastsTheRelayThatIsStopped() {
    try (RunningRelay relay = start(REPLICATION)) {
      relay.awaitState(outbox, "RUNNING");
      appendToBoth();
      await().until(() -> ids(outbox.topic()).size() == 1);
      relay.awaitState(outbox, "BLOCKED");
    }
    assertThatTheBlockedEventComesFirst();
  }

  @Test
  void blockedEventOutlastsARestartOfKafka() {
    try (RunningRelay relay = start(REPLICATION)) {
      relay.awaitState(outbox, "RUNNING");
      appendToBoth();
      await().until(() -> ids(outbox.topic()).size() == 1);
      kafka.kill();
      relay.awaitState(outbox, "WAITING_FOR_KAFKA");
      kafka.start();
      TestTopics.create(kafka, otherTopic(), 1_000_000);
      outbox.execute(insert(other(), "2"));
      relay.awaitDrained(outbox);
      assertThat(payloads()).isEqualTo(Map.of("k", List.of("1", "2")));
    }
  }

  private void assertThatTheBlockedEventComesFirst() {
    outbox.execute(insert(other(), "2"));
    try (RunningRelay relay = start("--outbox.topics.replication=1")) {
      outbox.execute(insert(other(), "3"));
      relay.awaitDrained(outbox);
    }
    assertThat(payloads()).isEqualTo(Map.of("k", List.of("1", "2", "3")));
  }

  private RunningRelay start(String replication) {
    return RunningRelay.start("binlog", List.of(outbox), replication, group(), groupTopic());
  }

  /** One event of a topic that is there and one of a topic that is refused, in one statement. */
  private void appendToBoth() {
    outbox.execute(insert(outbox.aggregateType(), "1") + "," + row(other(), "1"));
  }

  private static String insert(String aggregateType, String payload) {
    return "INSERT INTO outbox_event (id, aggregatetype, aggregateid, type, payload) VALUES "
        + row(aggregateType, payload);
  }

  private static String row(String aggregateType, String payload) {
    return "(UUID(), '%s', 'k', 'dev.outbox.test.T.v1', '%s')".formatted(aggregateType, payload);
  }

  private String other() {
    return outbox.aggregateType() + "other";
  }

  private String otherTopic() {
    return other() + "-events";
  }

  private String group() {
    return "--outbox.relay.group.id=relays-of-" + outbox.name();
  }

  private String groupTopic() {
    return "--outbox.relay.group.topic=" + progressTopic();
  }

  private String progressTopic() {
    return "progress-of-" + outbox.name();
  }

  private List<String> ids(String topic) {
    return new TopicReader(kafka, topic).ids();
  }

  private Map<String, List<String>> payloads() {
    return new TopicReader(kafka, otherTopic()).byKey();
  }
}
