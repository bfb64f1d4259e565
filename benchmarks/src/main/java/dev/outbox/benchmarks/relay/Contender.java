package dev.outbox.benchmarks.relay;

import dev.outbox.benchmarks.testbed.Application;
import dev.outbox.benchmarks.testbed.BenchOutbox;
import dev.outbox.benchmarks.testbed.ChildProcess;
import java.time.Duration;

/** Something that publishes the rows of an outbox, as a process of its own. */
interface Contender extends AutoCloseable {

  /** How long a contender may take to start. */
  Duration START_LIMIT = Application.START_LIMIT;

  /** What it is called in the report. */
  String name();

  /** The outbox whose rows it publishes. */
  BenchOutbox outbox();

  /** Starts it; returns when rows that are written from now on are published as they come. */
  void start();

  /** Keeps it from publishing, so that a backlog can be written. */
  default void hold() {
    process().freeze();
  }

  /**
   * Lets it publish the backlog.
   *
   * @param from the number of the first event
   * @param count how many there are
   */
  default void release(long from, int count) {
    process().thaw();
  }

  /** Whether it publishes rows; those that do not make up their events. */
  default boolean readsRows() {
    return true;
  }

  /** Whether it deletes the rows that it has published. */
  boolean deletesRows();

  ChildProcess process();

  @Override
  default void close() {
    process().close();
  }
}
