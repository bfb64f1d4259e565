package dev.outbox.benchmarks.relay;

import dev.outbox.benchmarks.testbed.BenchOutbox;
import dev.outbox.benchmarks.testbed.Options;
import dev.outbox.benchmarks.testbed.ProcessFigures;
import dev.outbox.benchmarks.testbed.Quiet;
import dev.outbox.benchmarks.testbed.TestBed;
import dev.outbox.benchmarks.testbed.Waiting;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** How fast a backlog is published by contenders that are warm, one after the other. */
final class DrainBenchmark {

  /** How many rows a backlog has, unless the command line says otherwise. */
  static final int EVENTS = 500_000;

  private static final Duration LIMIT = Duration.ofMinutes(10);

  private final TestBed bed;
  private final Options options;

  DrainBenchmark(TestBed bed, Options options) {
    this.bed = bed;
    this.options = options;
  }

  List<DrainFigures> run() {
    warmBroker();
    List<DrainFigures> figures = new ArrayList<>();
    for (Entrant entrant : Entrant.values()) {
      if (options.contenders().test(entrant.label())) {
        figures.add(run(entrant));
      }
    }
    return figures;
  }

  /** The broker is the same for all: whoever comes first should not find it cold. */
  private void warmBroker() {
    System.out.println("Warming up the broker");
    Entrant entrant = Entrant.PRODUCER_WITH_HEADERS;
    try (Contender producer = entrant.open(bed, options, "warm_up")) {
      producer.start();
      for (int round = 0; round < options.warmUp(); round++) {
        cycle(producer, entrant, round, options.events(EVENTS));
      }
    }
  }

  private DrainFigures run(Entrant entrant) {
    System.out.println("Drain: " + entrant.label());
    DrainFigures figures;
    BenchOutbox outbox;
    try (Contender contender = entrant.open(bed, options, "drain")) {
      contender.start();
      int count = entrant.backlog(options.events(EVENTS));
      int round = 0;
      while (round < options.warmUp()) {
        cycle(contender, entrant, round++, count);
      }
      figures = cycle(contender, entrant, round++, count);
      System.out.printf("  %,.0f events/s, %.1f s%n", figures.eventsPerSecond(), figures.seconds());
      if (entrant.profiled()) {
        figures = figures.with(profile(contender, entrant, round, count));
      }
      outbox = contender.outbox();
    }
    bed.remove(outbox);
    return figures;
  }

  /** Looks at other rounds, since looking takes time too. */
  private Profile profile(Contender contender, Entrant entrant, int first, int count) {
    Profiler profiler = new Profiler(bed, contender, options.work());
    cycle(contender, entrant, first, count, profiler::start);
    profiler.stop(count);
    // The recorder changes classes of the JDK when it starts, and code is compiled once more.
    profiler.record(() -> cycle(contender, entrant, first + 1, count));
    profiler.record(() -> cycle(contender, entrant, first + 2, count));
    return profiler.profile();
  }

  private DrainFigures cycle(Contender contender, Entrant entrant, int round, int count) {
    return cycle(contender, entrant, round, count, () -> {});
  }

  /**
   * Drains a backlog.
   *
   * @param onRelease called before the contender is let go
   */
  private DrainFigures cycle(
      Contender contender, Entrant entrant, int round, int count, Runnable onRelease) {
    long from = (long) round * count;
    BenchOutbox outbox = contender.outbox();
    contender.hold();
    if (!contender.deletesRows()) {
      outbox.truncate();
    }
    if (contender.readsRows()) {
      Backlog.write(outbox, from, count);
    }
    Quiet.await();
    try (TopicWatch watch = new TopicWatch(bed, outbox.topic(), from, count)) {
      onRelease.run();
      CpuSeconds before = CpuSeconds.now(bed, contender);
      long released = System.nanoTime();
      contender.release(from, count);
      Double empty;
      CpuSeconds cpu;
      do {
        watch.awaitStill(contender, LIMIT);
        empty = contender.deletesRows() ? awaitEmpty(outbox, released) : null;
        cpu = CpuSeconds.now(bed, contender).since(before);
      } while (!watch.isComplete());
      return new DrainFigures(
          entrant,
          count,
          watch.eventsPerSecond(),
          (watch.lastNanos() - released) / 1e9,
          empty,
          watch.repeated(),
          watch.lastCpu().since(before).perMillion(count),
          cpu.perMillion(count),
          ProcessFigures.peakBytes(contender.process().pid()),
          null);
    }
  }

  private static @Nullable Double awaitEmpty(BenchOutbox outbox, long released) {
    Waiting.until("the table is empty", LIMIT, outbox::isEmpty);
    return (System.nanoTime() - released) / 1e9;
  }
}
