package dev.outbox.endtoend.chaos;

import static org.assertj.core.api.Assertions.assertThat;

import dev.outbox.localstack.KafkaBroker;
import dev.outbox.localstack.MysqlServer;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * The short form of {@code ./saga chaos}: whatever is killed, every committed event is published
 * once, and those of a key in order.
 */
class ChaosEndToEndTests {

  private static final Duration HOLD = Duration.ofSeconds(3);

  private static MysqlServer mysql;
  private static KafkaBroker kafka;

  @BeforeAll
  static void launch() {
    mysql = MysqlServer.launch();
    kafka = KafkaBroker.launch();
  }

  @AfterAll
  static void close() {
    if (kafka != null) {
      kafka.close();
    }
    if (mysql != null) {
      mysql.close();
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"binlog", "polling"})
  void everyCommittedEventIsPublishedOnceAndInOrder(String mode) throws Exception {
    long seed = System.nanoTime();
    List<Round> rounds =
        List.of(
            new Round(new OwnerPaused(0), 1, 0),
            new Round(new OwnerKilled(), 1, 0),
            new Round(new RelayKilled(), 3, 0),
            new Round(new UnrulyWriters(), 1, 0),
            new Round(new LogPurged(), 1, 0),
            new Round(new ModeSwitched(), 1, 0),
            new Round(new SeveralKilled(), 0, 0),
            new Round(new MysqlKilled(), 1, 0),
            new Round(new BrokerKilled(), 1, 0));
    System.out.println("seed " + seed + System.lineSeparator() + Row.heading());
    Path logs = Path.of("target", "chaos");
    try (Course course = Course.begin(mysql, kafka, mode, new SplittableRandom(seed), HOLD, logs)) {
      for (Round round : rounds) {
        Row row = round.run(course, Duration.ZERO);
        System.out.println(row);
        assertThat(row.verdict().faultless()).as("%s", row.verdict().findings()).isTrue();
        assertThat(row.events()).isPositive();
      }
    }
  }
}
