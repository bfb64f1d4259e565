package dev.outbox.relay;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.outbox.localstack.KafkaBroker;
import dev.outbox.localstack.MysqlServer;
import dev.outbox.localstack.StackExtension;
import dev.outbox.relay.progress.ProgressRecords;
import dev.outbox.relay.progress.ProgressTopic;
import dev.outbox.relay.progress.ServerProgress;
import dev.outbox.relay.publish.KafkaClients;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

/** What a relay makes of the servers that it is told of, and of those that it is not. */
@ExtendWith(StackExtension.class)
class SeveralServersIntegrationTests {

  private final MysqlServer mysql;
  private final KafkaBroker kafka;

  SeveralServersIntegrationTests(MysqlServer mysql, KafkaBroker kafka) {
    this.mysql = mysql;
    this.kafka = kafka;
  }

  @Test
  void oneServerUnderTwoNamesIsPublishedUnderOneOfThem() {
    TestOutbox first = TestOutbox.create(mysql);
    TestOutbox second = TestOutbox.create(mysql);
    try (RunningRelay relay =
        RunningRelay.start(
            "binlog",
            Map.of("one", List.of(first), "two", List.of(second)),
            RunningRelay.groupOfItsOwn())) {
      first.append("k", "1");
      second.append("k", "1");
      await().until(() -> states(relay).containsAll(List.of("RUNNING", "REFUSED")));
      TestOutbox refused = isRefused(relay, first) ? first : second;
      TestOutbox runs = refused == first ? second : first;
      relay.awaitDrained(runs);
      assertThat(relay.outbox(refused).get("error").asString())
          .contains("'one'", "'two'", "are the same MySQL server");
      assertThat(relay.outbox(refused).get("published").asLong()).isZero();
      assertThat(refused.rows()).isEqualTo(1);
      assertThat(relay.get("/actuator/health").statusCode()).isEqualTo(503);
    }
  }

  /** On the partition of a server that the relay knows, and on one that has no such server. */
  @ParameterizedTest
  @ValueSource(ints = {1, 50})
  void aServerThatNobodyKnowsIsSaidByWhoeverIsGivenIt(int partitions) throws Exception {
    String[] group = RunningRelay.groupOfItsOwn();
    publishProgress(group[1].replaceFirst(".*=", ""), partitions, "elsewhere");
    TestOutbox outbox = TestOutbox.create(mysql);
    try (RunningRelay relay = RunningRelay.start("binlog", List.of(outbox), group)) {
      await().until(() -> group(relay).get("status").asString().equals("DOWN") && known(relay));
      assertThat(relay.get("/actuator/health").statusCode()).isEqualTo(503);
      assertThat(group(relay).get("details").get("todo").asString()).contains("former-servers");
      relay.awaitState(outbox, "RUNNING");
    }
    String[] former =
        Stream.concat(Stream.of(group), Stream.of("--outbox.relay.group.former-servers=elsewhere"))
            .toArray(String[]::new);
    try (RunningRelay relay = RunningRelay.start("binlog", List.of(outbox), former)) {
      relay.awaitState(outbox, "RUNNING");
      assertThat(group(relay).get("status").asString()).isEqualTo("UP");
    }
  }

  private static boolean known(RunningRelay relay) {
    JsonNode unknown = group(relay).get("details").get("unknownServers");
    return unknown != null && unknown.toString().equals("[\"elsewhere\"]");
  }

  private static JsonNode group(RunningRelay relay) {
    return relay.json("/actuator/health").get("components").get("group");
  }

  private static List<String> states(RunningRelay relay) {
    List<String> states = new ArrayList<>();
    relay.json("/api/outboxes").forEach(view -> states.add(view.get("state").asString()));
    return states;
  }

  private static boolean isRefused(RunningRelay relay, TestOutbox outbox) {
    return relay.outbox(outbox).get("state").asString().equals("REFUSED");
  }

  /** As another relay has, that knows the server. */
  private void publishProgress(String name, int partitions, String server) throws Exception {
    Map<String, Object> settings = Map.of("bootstrap.servers", kafka.bootstrapServers());
    try (KafkaClients clients = new KafkaClients(settings, settings, settings);
        KafkaProducer<byte[], byte[]> producer =
            new KafkaProducer<>(settings, new ByteArraySerializer(), new ByteArraySerializer())) {
      ProgressTopic topic = new ProgressTopic(clients, name, partitions, (short) 1);
      topic.provide();
      int partition = topic.partitionOf(server).partition();
      producer.send(new ProgressRecords(name, partition, server).server(ServerProgress.NEW)).get();
    }
  }
}
