package dev.outbox.benchmarks.relay;

import dev.outbox.benchmarks.testbed.Application;
import dev.outbox.benchmarks.testbed.BenchOutbox;
import dev.outbox.benchmarks.testbed.ChildProcess;
import dev.outbox.benchmarks.testbed.Options;
import dev.outbox.benchmarks.testbed.TestBed;
import java.util.List;

/** Kafka's producer alone. */
final class ProducerContender implements Contender {

  private final String name;
  private final BenchOutbox outbox;
  private final ChildProcess process;

  /**
   * Starts it.
   *
   * @param headers whether its records have the headers of the relay's
   */
  ProducerContender(
      String name, TestBed bed, BenchOutbox outbox, Options options, boolean headers) {
    this.name = name;
    this.outbox = outbox;
    this.process =
        ChildProcess.main(
            outbox.name(),
            options.work(),
            Application.JVM,
            ProducerMain.class,
            List.of(bed.bootstrapServers(), outbox.topic(), "" + headers));
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

  /** It does nothing unless told to. */
  @Override
  public void hold() {}

  @Override
  public void release(long from, int count) {
    process.tell("send %d %d".formatted(from, count));
  }

  @Override
  public boolean readsRows() {
    return false;
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
