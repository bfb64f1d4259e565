package dev.outbox.relay;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.outbox.localstack.KafkaBroker;
import dev.outbox.localstack.MysqlServer;
import dev.outbox.localstack.StackExtension;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.apache.kafka.clients.admin.Admin;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** One server has one owner, whatever becomes of relays. */
@ExtendWith(StackExtension.class)
class OwnershipIntegrationTests {

  private static final Duration SESSION = Duration.ofSeconds(3);

  private final MysqlServer mysql;
  private final KafkaBroker kafka;
  @TempDir private Path directory;

  OwnershipIntegrationTests(MysqlServer mysql, KafkaBroker kafka) {
    this.mysql = mysql;
    this.kafka = kafka;
  }

  @Test
  void aSoleOwnerThatIsFencedTakesOverAgain() throws Exception {
    TestOutbox outbox = TestOutbox.create(mysql);
    try (BackgroundWriter writer = BackgroundWriter.start(outbox);
        RunningRelay relay = RunningRelay.start("binlog", List.of(outbox));
        Admin admin = Admin.create(Map.of("bootstrap.servers", kafka.bootstrapServers()))) {
      for (int times = 1; times <= 3; times++) {
        long from = published(relay, outbox);
        await().until(() -> published(relay, outbox) > from + 50);
        admin.fenceProducers(List.of("outbox-relay-main")).all().get();
      }
      writer.stop();
      relay.awaitDrained(outbox);
      assertExactlyOnce(outbox, writer);
    }
  }

  @Test
  void aTakeoverInTheMiddleOfALargeTransactionGoesOnInsideIt() throws Exception {
    TestOutbox outbox = TestOutbox.create(mysql);
    int events = 2_000;
    String payload = "\"%s\"".formatted("x".repeat(10_000));
    try (RunningRelay relay =
            RunningRelay.start(
                "binlog", List.of(outbox), "--outbox.relay.transaction.max-events=20");
        Admin admin = Admin.create(Map.of("bootstrap.servers", kafka.bootstrapServers()))) {
      relay.awaitState(outbox, "RUNNING");
      List<String> ids =
          outbox.append(RelayContract.keys(events, 3), Collections.nCopies(events, payload));
      await().pollInterval(Duration.ofMillis(5)).until(() -> published(relay, outbox) > 0);
      admin.fenceProducers(List.of("outbox-relay-main")).all().get();
      assertThat(published(relay, outbox)).as("fenced too late").isLessThan(events);
      relay.awaitDrained(outbox);
      assertThat(reader(outbox).ids()).containsExactlyInAnyOrderElementsOf(ids);
    }
  }

  @Test
  void whenTheOwnerDiesAnotherGoesOnAfterItsSession() {
    TestOutbox followed = TestOutbox.create(mysql);
    TestOutbox polled = TestOutbox.create(mysql);
    List<TestOutbox> both = List.of(followed, polled);
    List<String> settings = new ArrayList<>(List.of(member("owner")));
    settings.add(RunningRelay.polling(polled));
    Path log = directory.resolve("owner.log");
    try (RelayProcess owner = RelayProcess.start("binlog", both, log, List.of(), settings);
        BackgroundWriter writer = BackgroundWriter.start(followed);
        BackgroundWriter other = BackgroundWriter.start(polled)) {
      awaitFirst(followed);
      awaitFirst(polled);
      String[] second =
          Stream.concat(Stream.of(member("second")), Stream.of(RunningRelay.polling(polled)))
              .toArray(String[]::new);
      try (RunningRelay relay = RunningRelay.start("binlog", both, second)) {
        relay.awaitState(followed, "STANDBY");
        owner.kill();
        // Two seconds on a machine that has nothing else to do.
        await()
            .atMost(SESSION.plusSeconds(5))
            .until(() -> published(relay, followed) > 0 && published(relay, polled) > 0);
        writer.stop();
        other.stop();
        both.forEach(relay::awaitDrained);
      }
      assertExactlyOnce(followed, writer);
      assertExactlyOnce(polled, other);
    }
  }

  @Test
  void anOwnerThatSleptThroughItsReplacementPublishesNothingAndJoinsAgain() throws Exception {
    TestOutbox outbox = TestOutbox.create(mysql);
    try (BackgroundWriter writer = BackgroundWriter.start(outbox);
        RelayProcess sleeper = start(outbox, "sleeper")) {
      awaitFirst(outbox);
      sleeper.signal("STOP");
      try (RunningRelay second = RunningRelay.start("binlog", List.of(outbox), member("second"))) {
        await().atMost(SESSION.plusSeconds(5)).until(() -> published(second, outbox) > 100);
        sleeper.signal("CONT");
        long from = published(second, outbox);
        await().until(() -> published(second, outbox) > from + 200);
      }
      // The second has left: it is the sleeper's turn again.
      long from = writer.written();
      await().until(() -> writer.written() > from + 50);
      writer.stop();
      await().atMost(Duration.ofSeconds(30)).until(() -> outbox.rows() == 0);
      assertThat(sleeper.isAlive()).isTrue();
      assertExactlyOnce(outbox, writer);
    }
  }

  @Test
  void aSecondRelayOfTheSameNameIsRefusedItsFormer() {
    TestOutbox outbox = TestOutbox.create(mysql);
    try (RunningRelay former = RunningRelay.start("binlog", List.of(outbox), member("same"))) {
      former.awaitState(outbox, "RUNNING");
      try (RunningRelay latter = RunningRelay.start("binlog", List.of(outbox), member("same"))) {
        latter.awaitState(outbox, "RUNNING");
        former.awaitState(outbox, "WAITING_FOR_KAFKA");
        assertThat(former.outbox(outbox).get("error").asString()).contains("instance-id=same");
      }
    }
  }

  private RelayProcess start(TestOutbox outbox, String name) {
    return RelayProcess.start(
        "binlog",
        List.of(outbox),
        directory.resolve(name + ".log"),
        List.of(),
        List.of(member(name)));
  }

  private void awaitFirst(TestOutbox outbox) {
    await().atMost(Duration.ofSeconds(40)).until(() -> !reader(outbox).ids().isEmpty());
  }

  private static String[] member(String name) {
    return new String[] {
      "--outbox.relay.group.instance-id=" + name,
      "--outbox.relay.group.session-timeout=" + SESSION.toSeconds() + "s"
    };
  }

  private TopicReader reader(TestOutbox outbox) {
    return new TopicReader(kafka, outbox.topic());
  }

  private void assertExactlyOnce(TestOutbox outbox, BackgroundWriter writer) {
    assertThat(reader(outbox).ids()).containsExactlyInAnyOrderElementsOf(writer.ids());
    assertThat(reader(outbox).byKey()).isEqualTo(writer.payloadsByKey());
  }

  private static long published(RunningRelay relay, TestOutbox outbox) {
    return relay.outbox(outbox).get("published").asLong();
  }
}
