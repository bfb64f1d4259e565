package dev.outbox.benchmarks.relay;

import dev.outbox.benchmarks.report.Machine;
import dev.outbox.benchmarks.report.Versions;
import dev.outbox.benchmarks.testbed.Options;
import dev.outbox.benchmarks.testbed.TestBed;
import java.nio.file.Path;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;

/** The relay beside others: {@code ./saga bench relay}. */
public final class RelayBenchmark {

  private RelayBenchmark() {}

  /** Runs it, prints the report and returns its files. */
  public static List<Path> run(TestBed bed, Options options) {
    Figures figures =
        new Figures(
            options.runs(Options.Part.DRAIN) ? new DrainBenchmark(bed, options).run() : List.of(),
            options.runs(Options.Part.LATENCY)
                ? new LatencyBenchmark(bed, options).run()
                : List.of(),
            options.runs(Options.Part.IDLE) ? new IdleBenchmark(bed, options).run() : List.of(),
            options.runs(Options.Part.WRITER) ? new WriterBenchmark(bed).run() : List.of());
    Report report =
        new Report(
            LocalDate.now(ZoneOffset.UTC),
            Machine.here(),
            Versions.of(bed.mysql()),
            options.events(DrainBenchmark.EVENTS),
            options.warmUp(),
            figures,
            Goals.of(figures));
    System.out.println("\n" + MarkdownReport.of(report));
    return report.write(options.reports());
  }
}
