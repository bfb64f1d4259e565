package dev.outbox.benchmarks;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** How fast a backlog is published by contenders that are warm, one after the other. */
final class DrainBenchmark {

  private static final Duration LIMIT = Duration.ofMinutes(10);

  private final TestBed bed;
  private final Options options;

  DrainBenchmark(TestBed bed, Options options) {
    this.bed = bed;
    this.options = options;
  }

  List<DrainFigures> run() {
    List<DrainFigures> figures = new ArrayList<>();
    for (Entrant entrant : Entrant.values()) {
      if (options.contenders().test(entrant.label())) {
        figures.add(run(entrant));
      }
    }
    return figures;
  }

  private DrainFigures run(Entrant entrant) {
    System.out.println("Drain: " + entrant.label());
    DrainFigures figures;
    BenchOutbox outbox;
    try (Contender contender = entrant.open(bed, options, Options.Part.DRAIN)) {
      contender.start();
      cycle(contender, entrant, 0, options.warmUp());
      figures = cycle(contender, entrant, options.warmUp(), options.events());
      System.out.printf("  %,.0f events/s, %.1f s%n", figures.eventsPerSecond(), figures.seconds());
      outbox = contender.outbox();
    }
    bed.remove(outbox);
    return figures;
  }

  private DrainFigures cycle(Contender contender, Entrant entrant, long from, int count) {
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
      CpuSeconds before = CpuSeconds.now(bed, contender);
      long released = System.nanoTime();
      contender.release(from, count);
      TopicWatch.Seen seen = watch.await(contender, LIMIT);
      Double empty = contender.deletesRows() ? awaitEmpty(outbox, released) : null;
      CpuSeconds cpu = CpuSeconds.now(bed, contender).since(before);
      return new DrainFigures(
          entrant,
          count,
          rate(seen),
          (seen.lastNanos() - released) / 1e9,
          empty,
          watch.seen().repeated(),
          cpu.perMillion(count),
          ProcessFigures.peakBytes(contender.process().pid()));
    }
  }

  private static double rate(TopicWatch.Seen seen) {
    return (seen.events() - seen.firstEvents()) / ((seen.lastNanos() - seen.firstNanos()) / 1e9);
  }

  private static @Nullable Double awaitEmpty(BenchOutbox outbox, long released) {
    Waiting.until("the table is empty", LIMIT, outbox::isEmpty);
    return (System.nanoTime() - released) / 1e9;
  }
}
