package dev.outbox.relay;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.outbox.localstack.KafkaBroker;
import dev.outbox.localstack.MysqlServer;
import dev.outbox.localstack.StackExtension;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Changing how rows are learnt of, while they are written. */
@ExtendWith(StackExtension.class)
class SwitchingIntegrationTests {

  private final MysqlServer mysql;
  private final KafkaBroker kafka;

  SwitchingIntegrationTests(MysqlServer mysql, KafkaBroker kafka) {
    this.mysql = mysql;
    this.kafka = kafka;
  }

  @Test
  void modesMayBeSwitchedWhileEventsAreWritten() {
    TestOutbox outbox = TestOutbox.create(mysql);
    try (BackgroundWriter writer = BackgroundWriter.start(outbox)) {
      for (String mode : List.of("binlog", "polling", "binlog")) {
        long from = writer.written();
        try (RunningRelay relay = RunningRelay.start(mode, List.of(outbox))) {
          await().until(() -> published(relay, outbox) > 100 && writer.written() > from + 200);
        }
      }
      writer.stop();
      try (RunningRelay relay = RunningRelay.start("binlog", List.of(outbox))) {
        relay.awaitDrained(outbox);
      }
      assertExactlyOnce(outbox, writer);
    }
  }

  @Test
  void anOutboxIsAddedAndAnotherRemovedWhileTheOthersFlow() {
    TestOutbox stays = TestOutbox.create(mysql);
    TestOutbox added = TestOutbox.create(mysql);
    List<String> backlog = added.append(RelayContract.keys(500, 5), RelayContract.numbers(0, 500));
    try (BackgroundWriter writer = BackgroundWriter.start(stays);
        BackgroundWriter other = BackgroundWriter.start(added)) {
      try (RunningRelay relay = RunningRelay.start("binlog", List.of(stays))) {
        await().until(() -> published(relay, stays) > 100);
      }
      try (RunningRelay relay = RunningRelay.start("binlog", List.of(stays, added))) {
        await().until(() -> published(relay, added) > 600 && published(relay, stays) > 100);
      }
      try (RunningRelay relay = RunningRelay.start("binlog", List.of(added))) {
        await().until(() -> published(relay, added) > 100);
      }
      writer.stop();
      other.stop();
      try (RunningRelay relay = RunningRelay.start("binlog", List.of(stays, added))) {
        relay.awaitDrained(stays);
        relay.awaitDrained(added);
      }
      assertExactlyOnce(stays, writer);
      List<String> ids = new ArrayList<>(backlog);
      ids.addAll(other.ids());
      assertThat(new TopicReader(kafka, added.topic()).ids())
          .containsExactlyInAnyOrderElementsOf(ids);
    }
  }

  @Test
  void aLogThatWasPurgedIsMadeUpForByTheTable() {
    TestOutbox outbox = TestOutbox.create(mysql);
    try (BackgroundWriter writer = BackgroundWriter.start(outbox)) {
      try (RunningRelay relay = RunningRelay.start("binlog", List.of(outbox))) {
        await().until(() -> published(relay, outbox) > 100);
      }
      long from = writer.written();
      await().until(() -> writer.written() > from + 50);
      mysql.execute("FLUSH BINARY LOGS");
      mysql.execute("PURGE BINARY LOGS BEFORE NOW() + INTERVAL 1 DAY");
      try (RunningRelay relay = RunningRelay.start("binlog", List.of(outbox))) {
        await().until(() -> published(relay, outbox) > 100);
        writer.stop();
        relay.awaitDrained(outbox);
      }
      assertExactlyOnce(outbox, writer);
    }
  }

  @Test
  void rowsThatCouldNotBeDeletedAreNotPublishedAgain() {
    TestOutbox outbox = TestOutbox.create(mysql);
    List<String> ids;
    try (RunningRelay relay = RunningRelay.start("binlog", List.of(outbox))) {
      relay.awaitState(outbox, "RUNNING");
      mysql.execute("REVOKE DELETE ON %s.outbox_event FROM 'relay'@'%%'".formatted(outbox.name()));
      ids = outbox.append(RelayContract.keys(300, 3), RelayContract.numbers(0, 300));
      await().until(() -> published(relay, outbox) == 300);
    }
    assertThat(outbox.rows()).isEqualTo(300);
    outbox.grant("DELETE");
    // The next one reads the table, where they still are.
    try (RunningRelay relay = RunningRelay.start("polling", List.of(outbox))) {
      relay.awaitDrained(outbox);
    }
    assertThat(new TopicReader(kafka, outbox.topic()).ids())
        .containsExactlyInAnyOrderElementsOf(ids);
  }

  private void assertExactlyOnce(TestOutbox outbox, BackgroundWriter writer) {
    TopicReader reader = new TopicReader(kafka, outbox.topic());
    assertThat(reader.ids()).containsExactlyInAnyOrderElementsOf(writer.ids());
    Map<String, List<String>> byKey = reader.byKey();
    assertThat(byKey).isEqualTo(writer.payloadsByKey());
  }

  private static long published(RunningRelay relay, TestOutbox outbox) {
    return relay.outbox(outbox).get("published").asLong();
  }
}
