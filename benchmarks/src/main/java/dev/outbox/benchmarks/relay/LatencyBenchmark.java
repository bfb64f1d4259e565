package dev.outbox.benchmarks.relay;

import dev.outbox.benchmarks.testbed.BenchOutbox;
import dev.outbox.benchmarks.testbed.Options;
import dev.outbox.benchmarks.testbed.Percentiles;
import dev.outbox.benchmarks.testbed.Quiet;
import dev.outbox.benchmarks.testbed.TestBed;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** How soon after its commit an event is seen, at some rates, without a backlog. */
final class LatencyBenchmark {

  static final List<Integer> RATES = List.of(100, 500, 1_000);

  private static final List<Entrant> ENTRANTS =
      List.of(
          Entrant.BINLOG,
          Entrant.BINLOG_AT_LEAST_ONCE,
          Entrant.POLLING,
          Entrant.DEBEZIUM_STREAMING);
  private static final int SECONDS = 12;
  private static final int WARM_UP_RATE = 1_000;
  private static final Duration LIMIT = Duration.ofSeconds(60);

  private final TestBed bed;
  private final Options options;

  LatencyBenchmark(TestBed bed, Options options) {
    this.bed = bed;
    this.options = options;
  }

  List<LatencyFigures> run() {
    List<LatencyFigures> figures = new ArrayList<>();
    for (Entrant entrant : ENTRANTS) {
      if (options.contenders().test(entrant.label())) {
        figures.addAll(run(entrant));
      }
    }
    return figures;
  }

  private List<LatencyFigures> run(Entrant entrant) {
    System.out.println("Latency: " + entrant.label());
    List<LatencyFigures> figures = new ArrayList<>();
    BenchOutbox outbox;
    try (Contender contender = entrant.open(bed, options, "latency")) {
      contender.start();
      long from = 0;
      measure(contender, entrant, from, WARM_UP_RATE);
      for (int rate : RATES) {
        from += 1_000_000;
        Quiet.await();
        LatencyFigures measured = measure(contender, entrant, from, rate);
        System.out.printf(
            "  %,5d/s: p50 %.1f ms, p95 %.1f ms, p99 %.1f ms%n",
            rate, measured.latency().p50(), measured.latency().p95(), measured.latency().p99());
        figures.add(measured);
      }
      outbox = contender.outbox();
    }
    bed.remove(outbox);
    return figures;
  }

  private LatencyFigures measure(Contender contender, Entrant entrant, long from, int rate) {
    int count = rate * options.seconds(SECONDS);
    BenchOutbox outbox = contender.outbox();
    try (LatencyWatch watch = new LatencyWatch(bed, outbox.topic(), from, count)) {
      long[] commit = new OpenLoop(outbox, from, rate, count).run();
      long[] latency = watch.await(contender, LIMIT);
      return new LatencyFigures(entrant, rate, Percentiles.of(latency), Percentiles.of(commit));
    }
  }
}
