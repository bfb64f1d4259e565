package dev.outbox.relay;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.outbox.localstack.KafkaBroker;
import dev.outbox.localstack.MysqlServer;
import dev.outbox.localstack.StackExtension;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.admin.Admin;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What {@code outbox.relay.delivery=at-least-once} gives up, and what it does not. */
@ExtendWith(StackExtension.class)
class AtLeastOnceIntegrationTests {

  private static final String AT_LEAST_ONCE = "--outbox.relay.delivery=at-least-once";

  private final MysqlServer mysql;
  private final KafkaBroker kafka;

  AtLeastOnceIntegrationTests(MysqlServer mysql, KafkaBroker kafka) {
    this.mysql = mysql;
    this.kafka = kafka;
  }

  @ParameterizedTest
  @ValueSource(strings = {"binlog", "polling"})
  void nothingIsLostAndKeysKeepTheirOrderWhenTheRelayIsFencedMeanwhile(String mode)
      throws Exception {
    TestOutbox outbox = TestOutbox.create(mysql);
    try (BackgroundWriter writer = BackgroundWriter.start(outbox);
        RunningRelay relay = RunningRelay.start(mode, List.of(outbox), AT_LEAST_ONCE);
        Admin admin = Admin.create(Map.of("bootstrap.servers", kafka.bootstrapServers()))) {
      for (int times = 1; times <= 2; times++) {
        long from = published(relay, outbox);
        await().until(() -> published(relay, outbox) > from + 50);
        admin.fenceProducers(List.of("outbox-relay-main")).all().get();
      }
      long from = published(relay, outbox);
      await().until(() -> published(relay, outbox) > from + 50);
      writer.stop();
      relay.awaitDrained(outbox);
      TopicReader reader = new TopicReader(kafka, outbox.topic());
      assertThat(new LinkedHashSet<>(reader.ids()))
          .containsExactlyInAnyOrderElementsOf(writer.ids());
      assertThat(withoutRepetitions(reader.byKey())).isEqualTo(writer.payloadsByKey());
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"binlog", "polling"})
  void eventsWaitForNoTransactionAndAreNotRepeatedWithoutNeed(String mode) {
    TestOutbox outbox = TestOutbox.create(mysql);
    List<String> ids = new ArrayList<>();
    for (int times = 1; times <= 2; times++) {
      try (RunningRelay relay = RunningRelay.start(mode, List.of(outbox), AT_LEAST_ONCE)) {
        ids.addAll(outbox.append(RelayContract.keys(300, 7), RelayContract.numbers(0, 300)));
        relay.awaitDrained(outbox);
      }
    }
    TopicReader reader = new TopicReader(kafka, outbox.topic());
    assertThat(reader.ids()).containsExactlyInAnyOrderElementsOf(ids);
    assertThat(reader.end()).as("a transaction would leave marks").isEqualTo(ids.size());
  }

  /** Events are repeated from some point on, in order: what counts is each one's first time. */
  private static Map<String, List<String>> withoutRepetitions(Map<String, List<String>> byKey) {
    Map<String, List<String>> first = new LinkedHashMap<>();
    byKey.forEach((key, payloads) -> first.put(key, List.copyOf(new LinkedHashSet<>(payloads))));
    return first;
  }

  private static long published(RunningRelay relay, TestOutbox outbox) {
    return relay.outbox(outbox).get("published").asLong();
  }
}
