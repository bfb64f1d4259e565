package dev.outbox.relay;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.outbox.localstack.KafkaBroker;
import dev.outbox.localstack.MysqlServer;
import dev.outbox.localstack.StackExtension;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import tools.jackson.databind.JsonNode;

/** Many parked keys at once. */
@ExtendWith({StackExtension.class, OutputCaptureExtension.class})
class BulkIntegrationTests {

  private static final String LARGE = TestOutbox.large(50_000);
  private static final String OTHER_TYPE = "dev.outbox.test.OtherHappened.v1";
  private static final Pattern NEXT = Pattern.compile("<(/[^>]*)>; rel=\"next\"");

  private final MysqlServer mysql;
  private final KafkaBroker kafka;

  BulkIntegrationTests(MysqlServer mysql, KafkaBroker kafka) {
    this.mysql = mysql;
    this.kafka = kafka;
  }

  @ParameterizedTest
  @ValueSource(strings = {"binlog", "polling"})
  void keysAreReleasedByTypeOnceTheirNumberIsKnown(String mode) {
    TestOutbox outbox = outboxWithParked(5, 2);
    try (RunningRelay relay = RunningRelay.start(mode, List.of(outbox))) {
      awaitParked(relay, outbox, 7);
      String release = "/api/parked/release?outbox=" + outbox.name() + "&type=" + OTHER_TYPE;
      assertThat(relay.send("POST", release, null).statusCode()).isEqualTo(401);

      HttpResponse<String> counted = relay.operate("POST", release);
      assertThat(counted.statusCode()).as(counted.body()).isEqualTo(200);
      assertThat(RunningRelay.json(counted).get("keys").asInt()).isEqualTo(2);
      assertThat(RunningRelay.json(counted).get("changed").asInt()).isZero();
      assertThat(RunningRelay.json(counted).get("todo").asString()).contains("expected=2");
      assertThat(relay.operate("POST", release + "&expected=1").statusCode()).isEqualTo(409);
      assertThat(relay.outbox(outbox).get("parkedKeys").asInt()).isEqualTo(7);

      TestTopics.limit(kafka, outbox.topic(), 200_000);
      HttpResponse<String> released = relay.operate("POST", release + "&expected=2");
      assertThat(released.statusCode()).as(released.body()).isEqualTo(200);
      assertThat(RunningRelay.json(released).get("changed").asInt()).isEqualTo(2);
      await().untilAsserted(() -> assertThat(outbox.rows()).isEqualTo(10));
      Map<String, List<String>> published = new TopicReader(kafka, outbox.topic()).byKey();
      assertThat(published).isEqualTo(Map.of("other0", List.of(LARGE), "other1", List.of(LARGE)));

      relay.operate("POST", "/api/parked/release?all=true&expected=5");
      relay.awaitDrained(outbox);
    }
    assertThat(new TopicReader(kafka, outbox.topic()).byKey()).containsEntry("k3", both());
  }

  @Test
  void keysAreDiscardedByReasonAndTheirEventsKept(@TempDir Path directory) throws IOException {
    TestOutbox outbox = outboxWithParked(4, 1);
    Path file = directory.resolve("discarded.jsonl");
    try (RunningRelay relay =
        RunningRelay.start("binlog", List.of(outbox), "--outbox.relay.discarded-events=" + file)) {
      awaitParked(relay, outbox, 5);
      String discard = "/api/parked/discard?reason=raise+max.message.bytes";
      assertThat(RunningRelay.json(relay.operate("POST", discard)).get("keys").asInt())
          .isEqualTo(5);
      assertThat(outbox.rows()).isEqualTo(9);
      HttpResponse<String> discarded = relay.operate("POST", discard + "&expected=5");
      assertThat(discarded.statusCode()).as(discarded.body()).isEqualTo(200);
      assertThat(RunningRelay.json(discarded).get("changed").asInt()).isEqualTo(5);
      assertThat(RunningRelay.json(discarded).get("keptIn").asString()).isEqualTo(file.toString());
      relay.awaitDrained(outbox);
      assertThat(relay.json("/api/parked")).isEmpty();
    }
    assertThat(Files.readAllLines(file))
        .hasSize(5)
        .allMatch(line -> line.contains(LARGE.substring(1, 99)));
    assertThat(new TopicReader(kafka, outbox.topic()).byKey().values())
        .hasSize(4)
        .allMatch(List.of("2")::equals);
  }

  @Test
  void whatDoesNotSayWhichKeysIsRefused() {
    TestOutbox outbox = TestOutbox.create(mysql);
    try (RunningRelay relay = RunningRelay.start("polling", List.of(outbox))) {
      relay.awaitState(outbox, "RUNNING");
      for (String what : List.of("release", "discard")) {
        for (String chosen :
            List.of(
                "",
                "?outbox=" + outbox.name(),
                "?all=true&type=a",
                "?reason=",
                "?all=true&resaon=a")) {
          HttpResponse<String> answer = relay.operate("POST", "/api/parked/" + what + chosen);
          assertThat(answer.statusCode()).as(chosen + answer.body()).isEqualTo(400);
        }
        assertThat(
                relay.operate("POST", "/api/parked/" + what + "?all=true&outbox=none").statusCode())
            .isEqualTo(404);
      }
    }
  }

  @Test
  void listsComeInPagesAndLoadNoPayloads() {
    TestOutbox outbox = outboxWithParked(5, 2);
    try (RunningRelay relay = RunningRelay.start("binlog", List.of(outbox))) {
      awaitParked(relay, outbox, 7);
      relay.awaitState(outbox, "RUNNING");
      String table = outbox.name() + ".outbox_event";
      mysql.execute("REVOKE SELECT ON %s FROM 'relay'@'%%'".formatted(table));
      mysql.execute(
          "GRANT SELECT (position, id, aggregateid, type) ON %s TO 'relay'@'%%'".formatted(table));
      List<String> keys = new ArrayList<>();
      String path = "/api/parked?limit=3&reason=max.message.bytes%20of%20the%20topic";
      for (int page = 0; page < 3; page++) {
        HttpResponse<String> answer = relay.get(path);
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
        assertThat(answer.headers().firstValue("X-Total-Count")).hasValue("7");
        for (JsonNode key : RunningRelay.json(answer)) {
          keys.add(key.get("key").asString());
          assertThat(key.get("type").asString()).startsWith("dev.outbox.test.");
          assertThat(key.get("events").asLong()).isPositive();
        }
        assertThat(RunningRelay.json(answer)).hasSize(page < 2 ? 3 : 1);
        Matcher next = NEXT.matcher(answer.headers().firstValue("Link").orElse(""));
        assertThat(next.matches()).isEqualTo(page < 2);
        path = page < 2 ? next.group(1) : path;
      }
      assertThat(keys).containsExactly("k0", "k1", "k2", "k3", "k4", "other0", "other1");
      assertThat(relay.json("/api/parked?type=" + OTHER_TYPE)).hasSize(2);
      assertThat(relay.json("/api/parked?outbox=" + outbox.name() + "&reason=max.message.bytes"))
          .hasSize(7);
      assertThat(relay.get("/api/parked?limit=0").statusCode()).isEqualTo(400);
      assertThat(relay.get("/api/parked?after=x").statusCode()).isEqualTo(400);
    }
  }

  @Test
  void keysWithLineBreaksForgeNoLineOfTheLog(CapturedOutput output) {
    TestOutbox outbox = TestOutbox.create(mysql);
    TestTopics.create(kafka, outbox.topic(), 20_000);
    try (RunningRelay relay = RunningRelay.start("binlog", List.of(outbox))) {
      outbox.append("k\nforged line", LARGE);
      awaitParked(relay, outbox, 1);
      relay.release(outbox, "k%0Aforged%20line");
      await().until(() -> output.toString().contains("released by an operator"));
    }
    assertThat(output.toString()).contains("k\\nforged line");
    assertThat(output.toString().lines()).noneMatch(line -> line.startsWith("forged"));
  }

  /** Keys of two types that are too large; those of the first have an event behind it. */
  private TestOutbox outboxWithParked(int keys, int others) {
    TestOutbox outbox = TestOutbox.create(mysql);
    TestTopics.create(kafka, outbox.topic(), 20_000);
    List<String> first = IntStream.range(0, keys).mapToObj(i -> "k" + i).toList();
    first.forEach(key -> outbox.append(List.of(key, key), both()));
    for (int i = 0; i < others; i++) {
      String id = outbox.append("other" + i, LARGE);
      outbox.execute(
          "UPDATE outbox_event SET type = '%s' WHERE id = '%s'".formatted(OTHER_TYPE, id));
    }
    return outbox;
  }

  private static List<String> both() {
    return List.of(LARGE, "2");
  }

  private static void awaitParked(RunningRelay relay, TestOutbox outbox, int keys) {
    await()
        .atMost(Duration.ofSeconds(30))
        .until(() -> relay.outbox(outbox).get("parkedKeys").asInt() == keys);
  }
}
