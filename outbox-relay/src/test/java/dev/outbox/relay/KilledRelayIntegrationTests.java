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
import java.util.function.Predicate;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** {@code kill -9} of a relay that has an outbox in each mode. */
@ExtendWith(StackExtension.class)
class KilledRelayIntegrationTests {

  private static final int KEYS = 7;

  private final KafkaBroker kafka;
  private final TestOutbox followed;
  private final TestOutbox polled;
  private final List<TestOutbox> both;
  @TempDir private Path directory;

  KilledRelayIntegrationTests(MysqlServer mysql, KafkaBroker kafka) {
    this.kafka = kafka;
    this.followed = TestOutbox.create(mysql);
    this.polled = TestOutbox.create(mysql);
    this.both = List.of(followed, polled);
  }

  @Test
  void aRelayThatIsKilledLosesNothingAndKeepsTheOrder() {
    int events = 30_000;
    for (TestOutbox outbox : both) {
      outbox.append(RelayContract.keys(events, KEYS), RelayContract.numbers(0, events));
    }
    for (int kills = 1; kills <= 2; kills++) {
      Map<TestOutbox, Long> before =
          Map.of(followed, reader(followed).end(), polled, reader(polled).end());
      try (RelayProcess relay = process()) {
        await()
            .atMost(Duration.ofSeconds(60))
            .pollInterval(Duration.ofMillis(5))
            .until(() -> all(o -> reader(o).end() > before.get(o)) || !relay.isAlive());
      }
    }
    assertThat(all(outbox -> reader(outbox).ids().size() < events))
        .as("killed soon enough to show anything")
        .isTrue();
    try (RunningRelay relay = next()) {
      both.forEach(relay::awaitDrained);
    }
    for (TestOutbox outbox : both) {
      Map<String, List<String>> handled = reader(outbox).byKey();
      assertThat(handled).hasSize(KEYS);
      handled.forEach(
          (key, payloads) ->
              assertThat(payloads).isEqualTo(RelayContract.everyNth(key, events, KEYS)));
    }
  }

  @Test
  void aKeyThatIsParkedWhenItsRelayIsKilledIsReleasedInOrderByTheNext() {
    String large = TestOutbox.large(50_000);
    for (TestOutbox outbox : both) {
      TestTopics.create(kafka, outbox.topic(), 20_000);
      outbox.append(List.of("k", "k", "other", "k"), List.of("1", large, "2", "3"));
    }
    try (RelayProcess relay = process()) {
      await().atMost(Duration.ofSeconds(90)).until(() -> all(o -> reader(o).ids().size() == 2));
      both.forEach(outbox -> outbox.append(List.of("k", "other"), List.of("4", "5")));
      await().until(() -> all(o -> reader(o).ids().size() == 3) && relay.isAlive());
    }
    try (RunningRelay relay = next()) {
      for (TestOutbox outbox : both) {
        outbox.append(List.of("k", "other"), List.of("5", "6"));
        awaitPayloads(outbox, Map.of("k", List.of("1"), "other", List.of("2", "5", "6")));
        TestTopics.limit(kafka, outbox.topic(), 200_000);
        relay.release(outbox, "k");
        outbox.append("k", "6");
        relay.awaitDrained(outbox);
        awaitPayloads(
            outbox,
            Map.of("k", List.of("1", large, "3", "4", "5", "6"), "other", List.of("2", "5", "6")));
      }
    }
  }

  private RelayProcess process() {
    return RelayProcess.start(
        "binlog", both, directory.resolve("log"), List.of(), List.of(RunningRelay.polling(polled)));
  }

  private RunningRelay next() {
    return RunningRelay.start("binlog", both, RunningRelay.polling(polled));
  }

  private boolean all(Predicate<TestOutbox> condition) {
    return both.stream().allMatch(condition);
  }

  private void awaitPayloads(TestOutbox outbox, Map<String, List<String>> payloads) {
    await().untilAsserted(() -> assertThat(reader(outbox).byKey()).isEqualTo(payloads));
  }

  private TopicReader reader(TestOutbox outbox) {
    return new TopicReader(kafka, outbox.topic());
  }
}
