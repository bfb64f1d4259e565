package dev.outbox.benchmarks.append;

import dev.outbox.benchmarks.report.BarChart;
import dev.outbox.benchmarks.report.BarChart.Bar;
import dev.outbox.benchmarks.report.Machine;
import dev.outbox.benchmarks.report.MarkdownTable;
import dev.outbox.benchmarks.report.ReportFiles;
import dev.outbox.benchmarks.report.Versions;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * A run of {@link AppendBenchmark}, with what is needed to judge it.
 *
 * @param date of the run
 * @param machine what it ran on
 * @param figures what was measured
 */
record AppendReport(LocalDate date, Machine machine, List<CostFigures> figures) {

  private static final double WANTED = 20;

  String markdown() {
    double most =
        figures.stream()
            .filter(figure -> figure.usual() && figure.what().equals(CostFigures.APPEND))
            .mapToDouble(CostFigures::cost)
            .max()
            .orElse(Double.NaN);
    return
"""
# What validation costs

Written by `./saga bench append`; [append.json](append.json) has the raw figures.

- %s
- %s
- json-schema-validator %s, JMH %s

![The figures as a chart](append.svg)

Microseconds an event, ± half of the 99.9%% confidence interval.

## `Outbox.append`, without the database

%s
## Reading an event before it is handled

%s
The database does nothing here, so that all that is seen is the CPU of the service: with one, an append takes hundreds of
microseconds. `outbox.validation.enabled` should cost an event of the saga less than %.0f µs: **%s**, it costs %s µs at most.
"""
        .formatted(
            date,
            machine.line(),
            Versions.built("validator"),
            Versions.built("jmh"),
            table(CostFigures.APPEND),
            table(CostFigures.READ),
            WANTED,
            most < WANTED ? "reached" : "not reached",
            micros(most));
  }

  private MarkdownTable table(String what) {
    MarkdownTable table =
        new MarkdownTable("event", "bytes", "without validation", "with it", "it costs");
    figures.stream()
        .filter(figure -> figure.what().equals(what))
        .forEach(
            figure ->
                table.row(
                    figure.event(),
                    "%,d".formatted(figure.bytes()),
                    micros(figure.off()) + " ± " + micros(figure.offError()),
                    micros(figure.on()) + " ± " + micros(figure.onError()),
                    micros(figure.cost())));
    return table;
  }

  private String chart() {
    BarChart chart = new BarChart();
    for (String what : List.of(CostFigures.APPEND, CostFigures.READ)) {
      List<Bar> bars = new ArrayList<>();
      figures.stream()
          .filter(figure -> figure.what().equals(what))
          .forEach(
              figure -> {
                bars.add(bar(figure.event() + ", off", figure.off(), false));
                bars.add(bar(figure.event() + ", on", figure.on(), true));
              });
      chart.group("Microseconds to %s an event, validation off and on".formatted(what), bars);
    }
    return chart.svg();
  }

  private static Bar bar(String label, double micros, boolean on) {
    return new Bar(label, micros, micros(micros), on);
  }

  /** Writes the tables, the chart and the raw figures; returns the files. */
  List<Path> write(Path directory) {
    ReportFiles files = new ReportFiles(directory);
    return List.of(
        files.write("append.md", markdown()),
        files.write("append.svg", chart()),
        files.json("append.json", this));
  }

  private static String micros(double micros) {
    return String.format(Locale.ROOT, "%.1f", micros);
  }
}
