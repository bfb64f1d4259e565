package dev.outbox.benchmarks.relay;

import dev.outbox.benchmarks.testbed.Application;
import dev.outbox.benchmarks.testbed.BenchOutbox;
import dev.outbox.benchmarks.testbed.ChildProcess;
import dev.outbox.benchmarks.testbed.Options;
import dev.outbox.benchmarks.testbed.TestBed;
import java.util.List;

/** The relay that many teams write by hand. */
final class PollerContender implements Contender {

  private final String name;
  private final BenchOutbox outbox;
  private final ChildProcess process;

  PollerContender(String name, TestBed bed, BenchOutbox outbox, Options options) {
    this.name = name;
    this.outbox = outbox;
    this.process =
        ChildProcess.main(
            outbox.name(),
            options.work(),
            Application.JVM,
            PollerMain.class,
            List.of(
                outbox.databaseUrl(),
                outbox.name(),
                BenchOutbox.PASSWORD,
                bed.bootstrapServers(),
                outbox.topic()));
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
  }

  @Override
  public boolean deletesRows() {
    return true;
  }

  @Override
  public ChildProcess process() {
    return process;
  }
}
