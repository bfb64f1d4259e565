package dev.outbox.relay;

import static org.assertj.core.api.Assertions.assertThat;

import dev.outbox.localstack.KafkaBroker;
import dev.outbox.localstack.MysqlServer;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.admin.Admin;
import org.junit.jupiter.api.Test;

/** In either mode, and what does not depend on the mode. */
class BinlogRelayFaultIntegrationTests extends RelayFaultContract {

  BinlogRelayFaultIntegrationTests(MysqlServer mysql, KafkaBroker kafka) {
    super(mysql, kafka);
  }

  @Override
  String mode() {
    return "binlog";
  }

  @Test
  void aRelayThatStartsBeforeMysqlAndKafkaPublishesOnceTheyAreThere() {
    TestOutbox outbox = TestOutbox.create(mysql);
    outbox.append(RelayContract.keys(20, KEYS), RelayContract.numbers(0, 20));
    killMysql();
    killKafka();
    try (RunningRelay relay = start(outbox)) {
      relay.awaitState(outbox, "WAITING_FOR_KAFKA");
      startKafka();
      relay.awaitState(outbox, "WAITING_FOR_DATABASE");
      startMysql();
      relay.awaitDrained(outbox);
    }
    assertAllInOrder(outbox, 20);
  }

  @Test
  void shutdownWhileKafkaIsAwayIsQuickAndTheNextRelayPublishesTheRest() {
    TestOutbox outbox = TestOutbox.create(mysql);
    RunningRelay relay = start(outbox);
    try {
      outbox.append(RelayContract.keys(10, KEYS), RelayContract.numbers(0, 10));
      relay.awaitDrained(outbox);
      killKafka();
      outbox.append(RelayContract.keys(100, KEYS).subList(10, 100), RelayContract.numbers(10, 100));
      relay.awaitState(outbox, "WAITING_FOR_KAFKA");
    } finally {
      long asked = System.nanoTime();
      relay.close();
      assertThat(Duration.ofNanos(System.nanoTime() - asked)).isLessThan(Duration.ofSeconds(5));
    }
    assertThat(outbox.rows()).isEqualTo(90);
    startKafka();
    try (RunningRelay next = start(outbox)) {
      next.awaitDrained(outbox);
    }
    assertAllInOrder(outbox, 100);
  }

  @Test
  void aTopicThatIsDeletedWhileTheRelayRunsIsMadeAgain() throws Exception {
    TestOutbox outbox = TestOutbox.create(mysql);
    try (RunningRelay relay = start(outbox);
        Admin admin = Admin.create(Map.of("bootstrap.servers", kafka.bootstrapServers()))) {
      outbox.append("k", "1");
      relay.awaitDrained(outbox);
      admin.deleteTopics(List.of(outbox.topic())).all().get(10, TimeUnit.SECONDS);
      String id = outbox.append("k", "2");
      relay.awaitDrained(outbox);
      assertThat(new TopicReader(kafka, outbox.topic()).ids()).containsExactly(id);
    }
  }
}
