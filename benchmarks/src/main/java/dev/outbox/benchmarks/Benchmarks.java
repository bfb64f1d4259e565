package dev.outbox.benchmarks;

import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/**
 * The command line: {@code relay} or {@code inbox}, and {@link Options}. Exit status 1 if something
 * fails.
 */
final class Benchmarks {

  private Benchmarks() {}

  public static void main(String[] arguments) {
    Locale.setDefault(Locale.ROOT);
    try {
      if (arguments.length == 0) {
        throw unknown();
      }
      Options options = Options.parse(Arrays.asList(arguments).subList(1, arguments.length));
      switch (arguments[0]) {
        case "relay" -> relay(options);
        case "inbox" -> inbox(options);
        default -> throw unknown();
      }
    } catch (IllegalArgumentException e) {
      System.err.println("saga: " + e.getMessage());
      System.exit(2);
    } catch (BenchmarkException e) {
      System.err.println("saga: " + e.getMessage());
      System.exit(1);
    }
    System.exit(0);
  }

  private static IllegalArgumentException unknown() {
    return new IllegalArgumentException("bench takes: relay, inbox.");
  }

  private static void inbox(Options options) {
    InboxReport report;
    try (TestBed bed = TestBed.launch()) {
      InboxFigures figures = new InboxBenchmark(bed, options.events()).run();
      report =
          new InboxReport(
              LocalDate.now(ZoneOffset.UTC), Machine.here(), Versions.of(bed.mysql()), figures);
    }
    System.out.println();
    System.out.println(report.markdown());
    report.write(options.reports()).forEach(file -> System.out.println("Written: " + file));
  }

  private static void relay(Options options) {
    long start = System.nanoTime();
    Report report;
    try (TestBed bed = TestBed.launch()) {
      Figures figures =
          new Figures(
              options.runs(Options.Part.DRAIN) ? new DrainBenchmark(bed, options).run() : List.of(),
              options.runs(Options.Part.LATENCY)
                  ? new LatencyBenchmark(bed, options).run()
                  : List.of(),
              options.runs(Options.Part.IDLE) ? new IdleBenchmark(bed, options).run() : List.of(),
              options.runs(Options.Part.WRITER) ? new WriterBenchmark(bed).run() : List.of());
      report =
          new Report(
              LocalDate.now(ZoneOffset.UTC),
              Machine.here(),
              Versions.of(bed.mysql()),
              options.events(),
              options.warmUp(),
              figures,
              Goals.of(figures));
    }
    System.out.println();
    System.out.println(MarkdownReport.of(report));
    report.write(options.reports()).forEach(file -> System.out.println("Written: " + file));
    System.out.printf("In %.0f minutes%n", (System.nanoTime() - start) / 60e9);
  }
}
