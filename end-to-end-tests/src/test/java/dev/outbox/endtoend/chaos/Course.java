package dev.outbox.endtoend.chaos;

import static org.awaitility.Awaitility.await;

import dev.outbox.localstack.KafkaBroker;
import dev.outbox.localstack.MysqlServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;

/** An outbox with its writers and up to two relays, while faults strike. */
final class Course implements AutoCloseable {

  /** The shortest that brokers allow. */
  static final Duration SESSION = Duration.ofSeconds(6);

  static final Duration PATIENCE = Duration.ofMinutes(2);

  /** One that joins may be handed the server a moment later. */
  private static final Duration AGREED = Duration.ofSeconds(2);

  private final MysqlServer mysql;
  private final KafkaBroker kafka;
  private final SplittableRandom random;
  private final String mode;
  private final ChaosOutbox outbox;
  private final Relay first;
  private final Relay second;
  private final Writers writers;
  private Duration hold;
  private Verdict verdict = Verdict.FAULTLESS;

  private Course(
      MysqlServer mysql,
      KafkaBroker kafka,
      String mode,
      SplittableRandom random,
      Duration hold,
      Path logs) {
    this.mysql = mysql;
    this.kafka = kafka;
    this.mode = mode;
    this.random = random;
    this.hold = hold;
    this.outbox = ChaosOutbox.create(mysql, "chaos-" + mode);
    this.first = relay("relay-1", logs);
    this.second = relay("relay-2", logs);
    this.writers = Writers.start(outbox, random.split(), hold);
  }

  /**
   * Starts the writers and a relay.
   *
   * @param hold for how long some writers hold their transactions open at the most
   */
  static Course begin(
      MysqlServer mysql,
      KafkaBroker kafka,
      String mode,
      SplittableRandom random,
      Duration hold,
      Path logs) {
    try {
      Files.createDirectories(logs);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    Course course = new Course(mysql, kafka, mode, random, hold, logs);
    course.first.start();
    return course;
  }

  private Relay relay(String name, Path logs) {
    String server = "--outbox.relay.servers." + mode;
    List<String> settings =
        List.of(
            "--spring.kafka.bootstrap-servers=" + kafka.bootstrapServers(),
            "--outbox.relay.group.id=relays-" + mode,
            "--outbox.relay.group.topic=progress-" + mode,
            "--outbox.relay.group.session-timeout=" + SESSION.toSeconds() + "s",
            "--outbox.relay.error-ceiling=500ms",
            "--outbox.relay.overlooked-after=1s",
            // Small ones, so that source transactions are split, and read in several batches.
            "--outbox.relay.transaction.max-events=200",
            "--outbox.relay.polling.batch-size=200",
            server + ".url=jdbc:mysql://127.0.0.1:" + mysql.port(),
            server + ".username=relay",
            server + ".password=" + ChaosOutbox.RELAY_PASSWORD,
            server + ".outboxes.chaos.database=" + outbox.name(),
            server + ".outboxes.chaos.source=/chaos");
    return new Relay(mode + "-" + name, mode, settings, logs);
  }

  MysqlServer mysql() {
    return mysql;
  }

  KafkaBroker kafka() {
    return kafka;
  }

  String mode() {
    return mode;
  }

  Duration hold() {
    return hold;
  }

  SplittableRandom random() {
    return random;
  }

  ChaosOutbox outbox() {
    return outbox;
  }

  Writers writers() {
    return writers;
  }

  Journal journal() {
    return writers.journal();
  }

  /** Waits for any time up to a limit. */
  void pause(Duration limit) throws InterruptedException {
    TimeUnit.MILLISECONDS.sleep(random.nextLong(limit.toMillis()));
  }

  /** The relay that publishes. */
  Relay owner() {
    await("a relay that publishes")
        .atMost(PATIENCE)
        .pollInterval(Duration.ofMillis(50))
        .until(() -> first.owns() || second.owns());
    return first.owns() ? first : second;
  }

  Relay other(Relay relay) {
    return relay == first ? second : first;
  }

  /** The only relay that runs, whatever it is at; another one is stopped. */
  Relay alone() throws InterruptedException {
    if (first.isAlive() && second.isAlive()) {
      Relay owner = owner();
      other(owner).stop();
      return owner;
    }
    return first.isAlive() ? first : second;
  }

  /** The relay that publishes, while another one stands by, once they have agreed who is who. */
  Relay ownerOfTwo() {
    for (Relay relay : List.of(first, second)) {
      if (!relay.isAlive()) {
        relay.start();
      }
    }
    await("a relay that publishes and one that stands by")
        .atMost(PATIENCE)
        .during(AGREED)
        .until(() -> first.owns() && second.standsBy() || second.owns() && first.standsBy());
    return owner();
  }

  /** Waits until a relay has published more than it has now. */
  void awaitFlow(Relay relay) {
    long from = relay.published();
    await("events of " + relay)
        .atMost(PATIENCE)
        .pollInterval(Duration.ofMillis(50))
        .until(() -> relay.published() > from);
  }

  /**
   * Has the writers pause until all is published, and compares; what is new since the last time.
   */
  Verdict check() throws InterruptedException {
    Verdict earlier = verdict;
    verdict = checkAll();
    return verdict.since(earlier);
  }

  private Verdict checkAll() throws InterruptedException {
    writers.pause();
    // Twice: what was read from the table may come again from the log.
    for (int i = 0; i < 2; i++) {
      writers.writeLast();
      long deadline = System.nanoTime() + PATIENCE.toNanos();
      while (outbox.rows() > 0 && System.nanoTime() < deadline) {
        TimeUnit.MILLISECONDS.sleep(50);
      }
    }
    Verdict all =
        Checker.compare(journal().committed(), new PublishedTopics(kafka, writers.topics()).read());
    writers.resume();
    return all;
  }

  @Override
  public void close() {
    writers.close();
    first.close();
    second.close();
  }
}
