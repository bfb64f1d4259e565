package dev.outbox.endtoend.chaos;

import static org.assertj.core.api.Assertions.assertThat;

import dev.outbox.localstack.KafkaBroker;
import dev.outbox.localstack.MysqlServer;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/**
 * The short form of {@code ./saga chaos}: both modes at the same time, on the same servers. What
 * strikes the servers strikes both.
 */
class ChaosEndToEndTests {

  private static final Duration HOLD = Duration.ofSeconds(3);
  private static final Path LOGS = Path.of("target", "chaos");

  private final CyclicBarrier both = new CyclicBarrier(2);
  private final Witness mysqlKilled = new Witness(new MysqlKilled());
  private final Witness brokerKilled = new Witness(new BrokerKilled());
  private final Witness mysqlRestarted = new Witness(new MysqlRestartedWhileDown());

  @Test
  void everyCommittedEventIsPublishedOnceAndThoseOfAKeyInOrder() throws Exception {
    long seed = System.nanoTime();
    System.out.println("seed " + seed);
    SplittableRandom random = new SplittableRandom(seed);
    ExecutorService modes = Executors.newFixedThreadPool(2);
    try (MysqlServer mysql = MysqlServer.launch();
        KafkaBroker kafka = KafkaBroker.launch();
        Course binlog = Course.begin(mysql, kafka, "binlog", random.split(), HOLD, LOGS);
        Course polling = Course.begin(mysql, kafka, "polling", random.split(), HOLD, LOGS)) {
      List<Row> rows = new ArrayList<>();
      List<Callable<List<Row>>> courses = List.of(() -> binlog(binlog), () -> polling(polling));
      for (Future<List<Row>> course : modes.invokeAll(courses)) {
        rows.addAll(course.get());
      }
      System.out.println(Row.heading());
      rows.forEach(System.out::println);
      assertThat(rows)
          .allSatisfy(
              row -> {
                assertThat(row.verdict()).isEqualTo(Verdict.FAULTLESS);
                assertThat(row.stuck()).isNull();
                assertThat(row.events()).isPositive();
                assertThat(row.faults()).isPositive();
              });
    } finally {
      modes.shutdownNow();
    }
  }

  /** Each kind of fault in one mode at least, since a relay takes seconds to start. */
  private List<Row> binlog(Course course) throws Exception {
    return run(
        course,
        List.of(
            once(new OwnerPaused(0)),
            new Round(new RelayKilled(), 2, 0),
            once(new LogPurged()),
            once(new ColumnsMoved()),
            once(new TopicRefused()),
            once(new RowsPastTheLog())),
        List.of(
            once(mysqlKilled.fault()), once(brokerKilled.fault()), once(mysqlRestarted.fault())));
  }

  private List<Row> polling(Course course) throws Exception {
    return run(
        course,
        List.of(
            once(new OwnerKilled()),
            once(new RelayKilled()),
            once(new ModeSwitched()),
            once(new UnrulyWriters())),
        List.of(once(mysqlKilled), once(brokerKilled), once(mysqlRestarted)));
  }

  private List<Row> run(Course course, List<Round> ofRelays, List<Round> ofServers)
      throws Exception {
    List<Row> rows = new ArrayList<>();
    for (Round round : ofRelays) {
      rows.add(round.run(course, Duration.ZERO));
    }
    for (Round round : ofServers) {
      both.await(5, TimeUnit.MINUTES);
      rows.add(round.run(course, Duration.ZERO));
    }
    return rows;
  }

  private static Round once(Fault fault) {
    return new Round(fault, 1, 0);
  }
}
