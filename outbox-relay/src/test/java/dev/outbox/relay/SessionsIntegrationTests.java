package dev.outbox.relay;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.outbox.localstack.KafkaBroker;
import dev.outbox.localstack.MysqlServer;
import dev.outbox.localstack.StackExtension;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** The relay's sessions at MySQL: how many, for how long, and what they hold up. */
@ExtendWith(StackExtension.class)
class SessionsIntegrationTests {

  private final MysqlServer mysql;
  private final KafkaBroker kafka;

  SessionsIntegrationTests(MysqlServer mysql, KafkaBroker kafka) {
    this.mysql = mysql;
    this.kafka = kafka;
  }

  @Test
  void stoppedRelayHoldsUpNoChangeOfTheTableForLong(@TempDir Path directory)
      throws IOException, InterruptedException {
    TestOutbox outbox = TestOutbox.create(mysql);
    int events = 20_000;
    List<String> ids =
        outbox.append(RelayContract.keys(events, 7), RelayContract.numbers(0, events));
    Path log = directory.resolve("log");
    List<String> settings =
        List.of(
            "--outbox.relay.polling.batch-size=20", "--outbox.relay.servers.main.wait-timeout=3s");
    try (RelayProcess relay =
        RelayProcess.start("polling", List.of(outbox), log, List.of(), settings)) {
      await()
          .atMost(Duration.ofSeconds(60))
          .pollInterval(Duration.ofMillis(50))
          .until(() -> stoppedInPass(relay, outbox));
      CompletableFuture<Void> change =
          CompletableFuture.runAsync(
              () -> outbox.execute("ALTER TABLE outbox_event ADD COLUMN extra INT NULL"));
      await().atMost(Duration.ofSeconds(25)).untilAsserted(() -> assertThat(change).isCompleted());
      String later = outbox.append("k", "later");
      relay.signal("CONT");
      await()
          .atMost(Duration.ofSeconds(90))
          .untilAsserted(() -> assertThat(outbox.rows()).isZero());
      List<String> published = new TopicReader(kafka, outbox.topic()).ids();
      assertThat(published).hasSize(events + 1).containsAll(ids).contains(later);
    }
    assertThat(Files.readString(log)).doesNotContain("WAITING_FOR_DATABASE", "does not answer");
  }

  @Test
  void connectionsThatTheServerEndedAreReplacedWithoutAnError() {
    TestOutbox outbox = TestOutbox.create(mysql);
    try (RunningRelay relay = RunningRelay.start("polling", List.of(outbox))) {
      relay.awaitState(outbox, "RUNNING");
      Set<String> states = new TreeSet<>();
      for (int i = 0; i < 20; i++) {
        outbox.append("k", String.valueOf(i));
        killSessionsOf("relay");
        states.add(relay.outbox(outbox).get("state").asString());
        relay.awaitDrained(outbox);
        states.add(relay.outbox(outbox).get("state").asString());
      }
      assertThat(states).containsExactly("RUNNING");
      assertThat(new TopicReader(kafka, outbox.topic()).ids()).hasSize(20);
    }
  }

  @Test
  void manyOutboxesWithBacklogsTakeTurns() {
    List<TestOutbox> outboxes =
        IntStream.range(0, 6).mapToObj(i -> TestOutbox.create(mysql)).toList();
    outboxes.forEach(
        outbox -> outbox.append(RelayContract.keys(2_000, 7), RelayContract.numbers(0, 2_000)));
    try (RunningRelay relay =
        RunningRelay.start("polling", outboxes, "--outbox.relay.polling.batch-size=20")) {
      Set<String> states = new TreeSet<>();
      await()
          .atMost(Duration.ofSeconds(120))
          .pollInterval(Duration.ofMillis(50))
          .until(
              () -> {
                outboxes.forEach(o -> states.add(relay.outbox(o).get("state").asString()));
                assertThat(relay.get("/api/parked").statusCode()).isEqualTo(200);
                return outboxes.stream().allMatch(o -> o.rows() == 0);
              });
      assertThat(states).isSubsetOf("STARTING", "STANDBY", "WAITING_FOR_KAFKA", "RUNNING");
    }
    for (TestOutbox outbox : outboxes) {
      new TopicReader(kafka, outbox.topic())
          .byKey()
          .forEach(
              (key, payloads) ->
                  assertThat(payloads).isEqualTo(RelayContract.everyNth(key, 2_000, 7)));
    }
  }

  /** Stops the relay; lets it go on if it holds no snapshot just then. */
  private boolean stoppedInPass(RelayProcess relay, TestOutbox outbox)
      throws IOException, InterruptedException {
    if (locks(outbox) == 0) {
      return false;
    }
    relay.signal("STOP");
    if (locks(outbox) > 0 && idleInTransaction() > 0) {
      return true;
    }
    relay.signal("CONT");
    return false;
  }

  private long locks(TestOutbox outbox) {
    return mysql.queryForLong(
        ("SELECT COUNT(*) FROM performance_schema.metadata_locks WHERE object_schema = '%s'"
                + " AND object_name = 'outbox_event' AND lock_duration = 'TRANSACTION'")
            .formatted(outbox.name()));
  }

  private long idleInTransaction() {
    return mysql.queryForLong(
        "SELECT COUNT(*) FROM performance_schema.processlist p"
            + " JOIN information_schema.innodb_trx t ON t.trx_mysql_thread_id = p.id"
            + " WHERE p.user = 'relay' AND p.command = 'Sleep'");
  }

  private void killSessionsOf(String user) {
    long id =
        mysql.queryForLong(
            "SELECT COALESCE(MAX(id), 0) FROM performance_schema.processlist WHERE user = '%s'"
                .formatted(user));
    if (id > 0) {
      mysql.execute("KILL " + id);
    }
  }
}
