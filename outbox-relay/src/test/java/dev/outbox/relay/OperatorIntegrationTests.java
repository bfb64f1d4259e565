package dev.outbox.relay;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.outbox.localstack.KafkaBroker;
import dev.outbox.localstack.MysqlServer;
import dev.outbox.localstack.StackExtension;
import java.io.IOException;
import java.net.URLEncoder;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** What operators can do, and who may. */
@ExtendWith(StackExtension.class)
class OperatorIntegrationTests {

  private static final String LARGE = TestOutbox.large(50_000);
  private static final String KEY = "a/b;c%d é?&+#";

  private final MysqlServer mysql;
  private final KafkaBroker kafka;

  OperatorIntegrationTests(MysqlServer mysql, KafkaBroker kafka) {
    this.mysql = mysql;
    this.kafka = kafka;
  }

  @ParameterizedTest
  @ValueSource(strings = {"binlog", "polling"})
  void aParkedKeyHoldsUpNoOtherAndIsReleasedInOrder(String mode) {
    TestOutbox outbox = TestOutbox.create(mysql);
    TestTopics.create(kafka, outbox.topic(), 20_000);
    try (RunningRelay relay = RunningRelay.start(mode, List.of(outbox))) {
      relay.awaitState(outbox, "RUNNING");
      List<String> ids =
          outbox.append(List.of(KEY, KEY, "other", KEY), List.of("1", LARGE, "2", "3"));
      JsonNode parked = awaitParked(relay, 1).get(0);
      assertThat(parked.get("outbox").asString()).isEqualTo(outbox.name());
      assertThat(parked.get("key").asString()).isEqualTo(KEY);
      assertThat(parked.get("eventId").asString()).isEqualTo(ids.get(1));
      assertThat(parked.get("reason").asString()).contains("release the key");
      assertThat(parked.hasNonNull("since")).isTrue();
      outbox.append(List.of(KEY, "other"), List.of("4", "5"));
      await().until(() -> relay.outbox(outbox).get("published").asLong() == 3);
      await().until(() -> relay.json("/api/parked").get(0).get("events").asLong() == 3);
      assertThat(relay.outbox(outbox).get("parkedKeys").asInt()).isEqualTo(1);
      assertThat(relay.outbox(outbox).get("state").asString()).isEqualTo("RUNNING");

      TestTopics.limit(kafka, outbox.topic(), 200_000);
      HttpResponse<String> answer =
          relay.operate("POST", "/api/parked/" + encoded(KEY) + "/release");
      assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
      relay.awaitDrained(outbox);
      assertThat(relay.json("/api/parked")).isEmpty();
    }
    assertThat(new TopicReader(kafka, outbox.topic()).byKey())
        .isEqualTo(Map.of(KEY, List.of("1", LARGE, "3", "4"), "other", List.of("2", "5")));
  }

  @Test
  void aDiscardedEventIsKeptAndTheRestOfItsKeyIsReleased(@TempDir Path directory)
      throws IOException {
    TestOutbox outbox = TestOutbox.create(mysql);
    TestTopics.create(kafka, outbox.topic(), 20_000);
    Path file = directory.resolve("kept/discarded.jsonl");
    try (RunningRelay relay =
        RunningRelay.start("binlog", List.of(outbox), "--outbox.relay.discarded-events=" + file)) {
      List<String> ids = outbox.append(List.of("a/b", "a/b"), List.of(LARGE, "2"));
      awaitParked(relay, 1);
      String path = "/api/parked/a/b/events/" + ids.get(0);
      assertThat(relay.send("DELETE", path, null).statusCode()).isEqualTo(401);
      assertThat(relay.operate("DELETE", path + "0").statusCode()).isEqualTo(404);

      Files.createDirectories(file);
      HttpResponse<String> failed = relay.operate("DELETE", path);
      assertThat(failed.statusCode()).isEqualTo(500);
      assertThat(RunningRelay.json(failed).get("detail").asString())
          .contains("outbox.relay.discarded-events");
      assertThat(outbox.rows()).isEqualTo(2);

      Files.delete(file);
      HttpResponse<String> answer = relay.operate("DELETE", path);
      assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
      assertThat(RunningRelay.json(answer).get("keptIn").asString()).isEqualTo(file.toString());
      JsonNode kept = new JsonMapper().readTree(Files.readString(file));
      assertThat(kept.get("id").asString()).isEqualTo(ids.get(0));
      assertThat(kept.get("aggregateid").asString()).isEqualTo("a/b");
      assertThat(kept.get("payload").asString()).isEqualTo(LARGE);
      assertThat(kept.get("outbox").asString()).isEqualTo(outbox.name());
      assertThat(outbox.rows()).isEqualTo(1);
      relay.operate(
          "POST", "/api/outboxes/" + outbox.name() + "/parked/release?key=" + encoded("a/b"));
      relay.awaitDrained(outbox);
      assertThat(new TopicReader(kafka, outbox.topic()).ids()).containsExactly(ids.get(1));
    }
  }

  @Test
  void aKeyThatIsParkedInSeveralOutboxesIsReleasedInTheOneThatIsNamed() {
    TestOutbox first = TestOutbox.create(mysql);
    TestOutbox second = TestOutbox.create(mysql);
    TestTopics.create(kafka, first.topic(), 20_000);
    TestTopics.create(kafka, second.topic(), 20_000);
    try (RunningRelay relay = RunningRelay.start("binlog", List.of(first, second))) {
      first.append("k", LARGE);
      second.append("k", LARGE);
      awaitParked(relay, 2);
      HttpResponse<String> ambiguous = relay.operate("POST", "/api/parked/k/release");
      assertThat(ambiguous.statusCode()).isEqualTo(409);
      assertThat(ambiguous.body()).contains(first.name(), second.name());
      TestTopics.limit(kafka, first.topic(), 200_000);
      relay.operate("POST", "/api/parked/k/release?outbox=" + first.name());
      relay.awaitDrained(first);
      assertThat(awaitParked(relay, 1).get(0).get("outbox").asString()).isEqualTo(second.name());
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"binlog", "polling"})
  void aPausedOutboxPublishesNothingUntilItIsResumedWhateverIsRestarted(String mode) {
    TestOutbox paused = TestOutbox.create(mysql);
    TestOutbox flowing = TestOutbox.create(mysql);
    try (RunningRelay relay = RunningRelay.start(mode, List.of(paused, flowing))) {
      relay.awaitState(paused, "RUNNING");
      HttpResponse<String> answer =
          relay.operate("POST", "/api/outboxes/" + paused.name() + "/pause");
      assertThat(RunningRelay.json(answer).get("state").asString()).isEqualTo("PAUSED");
      paused.append("k", "1");
      flowing.append("k", "1");
      relay.awaitDrained(flowing);
      assertThat(relay.get("/actuator/health").statusCode()).isEqualTo(200);
    }
    try (RunningRelay relay = RunningRelay.start(mode, List.of(paused, flowing))) {
      relay.awaitState(paused, "PAUSED");
      assertThat(paused.rows()).isEqualTo(1);
      relay.operate("POST", "/api/outboxes/" + paused.name() + "/resume");
      relay.awaitDrained(paused);
      HttpResponse<String> reset = relay.operate("POST", "/api/servers/main/reset");
      assertThat(reset.statusCode()).as(reset.body()).isEqualTo(200);
      paused.append("k", "2");
      relay.awaitDrained(paused);
      assertThat(new TopicReader(kafka, paused.topic()).ids()).hasSize(2);
    }
  }

  @Test
  void whatChangesSomethingNeedsThePasswordAndWhatIsUnknownIsNotFound() {
    TestOutbox outbox = TestOutbox.create(mysql);
    try (RunningRelay relay = RunningRelay.start("polling", List.of(outbox))) {
      relay.awaitState(outbox, "RUNNING");
      String pause = "/api/outboxes/" + outbox.name() + "/pause";
      for (String wrong : new String[] {null, "guess"}) {
        HttpResponse<String> refused = relay.send("POST", pause, wrong);
        assertThat(refused.statusCode()).isEqualTo(401);
        assertThat(refused.headers().firstValue("content-type").orElse(""))
            .startsWith("application/problem+json");
        assertThat(refused.headers().firstValue("www-authenticate").orElse("")).contains("Basic");
        assertThat(refused.body()).contains("RELAY_OPERATOR_PASSWORD");
      }
      assertThat(relay.outbox(outbox).get("state").asString()).isEqualTo("RUNNING");
      for (String unknown :
          List.of(
              "/api/outboxes/none/pause",
              "/api/outboxes/none/resume",
              "/api/outboxes/none/parked/release?key=k",
              "/api/outboxes/" + outbox.name() + "/parked/release?key=k",
              "/api/parked/k/release",
              "/api/servers/none/reset")) {
        HttpResponse<String> answer = relay.operate("POST", unknown);
        assertThat(answer.statusCode()).as(unknown + answer.body()).isEqualTo(404);
        assertThat(answer.body()).contains("\"detail\"");
      }
      assertThat(relay.get("/api/outboxes/none/checks").statusCode()).isEqualTo(404);
    }
  }

  @Test
  void aRelayThatDoesNotOwnTheServerSaysWhoDoes() {
    TestOutbox outbox = TestOutbox.create(mysql);
    try (RunningRelay owner = RunningRelay.start("polling", List.of(outbox))) {
      owner.awaitState(outbox, "RUNNING");
      try (RunningRelay other =
          RunningRelay.start(
              "polling", List.of(outbox), "--outbox.relay.group.instance-id=other")) {
        RunningRelay standby =
            await()
                .atMost(Duration.ofSeconds(20))
                .until(() -> standby(outbox, owner, other), relay -> relay != null);
        assertThat(standby.get("/actuator/health").statusCode()).isEqualTo(200);
        assertThat(standby.outbox(outbox).get("owned").asBoolean()).isFalse();
        HttpResponse<String> answer =
            standby.operate("POST", "/api/outboxes/" + outbox.name() + "/pause");
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(409);
        assertThat(RunningRelay.json(answer).get("owner").asString())
            .matches((standby == other ? "relay-of-a-test" : "other") + " at [0-9.]+");
      }
    }
  }

  @Test
  void whereOthersCanReachItReadingNeedsThePasswordTooAndProbesDoNot() {
    TestOutbox outbox = TestOutbox.create(mysql);
    try (RunningRelay relay =
        RunningRelay.start("polling", List.of(outbox), "--server.address=0.0.0.0")) {
      for (String path : List.of("/api/outboxes", "/actuator/health", "/actuator/prometheus")) {
        assertThat(relay.get(path).statusCode()).as(path).isEqualTo(401);
      }
      assertThat(relay.operate("GET", "/api/outboxes").statusCode()).isEqualTo(200);
      assertThat(relay.get("/actuator/health/liveness").statusCode()).isEqualTo(200);
    }
  }

  private static RunningRelay standby(TestOutbox outbox, RunningRelay... relays) {
    RunningRelay standby = null;
    int running = 0;
    for (RunningRelay relay : relays) {
      String state = relay.outbox(outbox).get("state").asString();
      standby = state.equals("STANDBY") ? relay : standby;
      running += state.equals("RUNNING") ? 1 : 0;
    }
    return running == 1 ? standby : null;
  }

  private static JsonNode awaitParked(RunningRelay relay, int keys) {
    return await()
        .atMost(Duration.ofSeconds(20))
        .until(() -> relay.json("/api/parked"), parked -> parked.size() == keys);
  }

  private static String encoded(String key) {
    return URLEncoder.encode(key, UTF_8).replace("+", "%20");
  }
}
