package dev.outbox.benchmarks.relay;

import dev.outbox.benchmarks.testbed.BenchOutbox;
import dev.outbox.benchmarks.testbed.ChildProcess;
import dev.outbox.benchmarks.testbed.Options;
import dev.outbox.benchmarks.testbed.TestBed;
import java.util.List;

/** Debezium's engine. It leaves the rows where they are: deleting them is for somebody else. */
final class DebeziumContender implements Contender {

  /** What its documentation asks for. */
  static final String SERVER_RIGHTS =
      "SELECT, RELOAD, SHOW DATABASES, REPLICATION SLAVE, REPLICATION CLIENT, LOCK TABLES";

  static final String TABLE_RIGHTS = "SELECT";

  /** Its queue may hold 65,536 events. */
  private static final String HEAP = "-Xmx2g";

  private final String name;
  private final BenchOutbox outbox;
  private final boolean snapshot;
  private final ChildProcess process;

  /**
   * Starts it.
   *
   * @param snapshot whether it reads the table; otherwise it follows the log
   */
  DebeziumContender(
      String name, TestBed bed, BenchOutbox outbox, Options options, boolean snapshot) {
    this.name = name;
    this.outbox = outbox;
    this.snapshot = snapshot;
    this.process =
        ChildProcess.main(
            outbox.name(),
            options.work(),
            List.of(HEAP),
            DebeziumMain.class,
            List.of(
                "" + bed.mysql().port(),
                outbox.name(),
                outbox.name(),
                BenchOutbox.PASSWORD,
                bed.bootstrapServers(),
                "10"));
  }

  @Override
  public String name() {
    return name;
  }

  @Override
  public BenchOutbox outbox() {
    return outbox;
  }

  @Override
  public void start() {
    process.awaitAnswer("ready", START_LIMIT);
    if (!snapshot) {
      process.tell("stream");
      process.awaitAnswer("streams", START_LIMIT);
    }
  }

  @Override
  public void hold() {
    if (snapshot) {
      process.tell("stop"); // no engine runs yet the first time: then nothing happens
      process.awaitAnswer("stopped", START_LIMIT);
    } else {
      process.freeze();
    }
  }

  @Override
  public void release(long from, int count) {
    if (snapshot) {
      process.tell("snapshot");
      process.awaitAnswer("started", START_LIMIT);
    } else {
      process.thaw();
    }
  }

  @Override
  public boolean deletesRows() {
    return false;
  }

  @Override
  public ChildProcess process() {
    return process;
  }
}
