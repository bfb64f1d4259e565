package dev.outbox.endtoend.chaos;

import dev.outbox.localstack.KafkaBroker;
import dev.outbox.localstack.MysqlServer;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.SplittableRandom;

/**
 * {@code ./saga chaos}: each kind of fault again and again, in each mode, while events are written.
 * The exit status is 1 if an event was lost, published twice, out of order or without having been
 * committed, or if events did not flow again.
 */
final class Chaos {

  private static final Duration HOLD = Duration.ofSeconds(30);

  private Chaos() {}

  public static void main(String[] arguments) throws InterruptedException {
    ChaosOptions options;
    try {
      options = ChaosOptions.of(arguments);
    } catch (IllegalArgumentException e) {
      System.err.println("saga: " + e.getMessage());
      System.exit(2);
      return;
    }
    System.exit(run(options) ? 0 : 1);
  }

  private static boolean run(ChaosOptions options) throws InterruptedException {
    Path logs = Path.of(System.getProperty("chaos.logs", "target/chaos")).toAbsolutePath();
    System.out.printf("%s, logs in %s%n%n%s%n", options, logs, Row.heading());
    SplittableRandom random = new SplittableRandom(options.seed());
    Duration time = Duration.ofMinutes(options.minutes()).dividedBy(options.modes().size());
    boolean good = true;
    try (MysqlServer mysql = MysqlServer.launch();
        KafkaBroker kafka = KafkaBroker.launch()) {
      for (String mode : options.modes()) {
        try (Course course = Course.begin(mysql, kafka, mode, random.split(), HOLD, logs)) {
          for (Round round : rounds()) {
            Row row = round.run(course, time);
            System.out.println(row);
            row.verdict().findings().forEach(finding -> System.out.println("  " + finding));
            good &= row.good();
          }
        }
      }
    }
    System.out.printf(
        "%n%s%n",
        good
            ? "Passed: every committed event was published once, those of a key in order."
            : "Failed; --seed %d makes the same decisions.".formatted(options.seed()));
    return good;
  }

  /** The shares leave some time for what each round needs at its end. */
  private static List<Round> rounds() {
    return List.of(
        new Round(new RelayKilled(), 20, 20),
        new Round(new UnrulyWriters(), 1, 7),
        new Round(new ModeSwitched(), 1, 8),
        new Round(new LogPurged(), 1, 6),
        new Round(new OwnerKilled(), 1, 9),
        new Round(new OwnerPaused(3), 1, 9),
        new Round(new MysqlKilled(), 1, 6),
        new Round(new BrokerKilled(), 1, 6),
        new Round(new SeveralKilled(), 1, 6),
        new Round(new MysqlRestartedWhileDown(), 2, 7),
        new Round(new ColumnsMoved(), 2, 6),
        new Round(new TopicRefused(), 1, 5),
        new Round(new RowsPastTheLog(), 1, 5));
  }
}
