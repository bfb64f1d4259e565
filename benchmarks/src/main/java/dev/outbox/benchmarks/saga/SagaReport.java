package dev.outbox.benchmarks.saga;

import dev.outbox.benchmarks.report.BarChart;
import dev.outbox.benchmarks.report.BarChart.Bar;
import dev.outbox.benchmarks.report.Machine;
import dev.outbox.benchmarks.report.MarkdownTable;
import dev.outbox.benchmarks.report.ReportFiles;
import dev.outbox.benchmarks.report.Versions;
import dev.outbox.benchmarks.testbed.Percentiles;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.List;
import java.util.Locale;

/**
 * A run of {@link SagaBenchmark}, with what is needed to judge it.
 *
 * @param date of the run
 * @param machine what it ran on
 * @param versions what was used
 * @param figures what was measured
 */
record SagaReport(LocalDate date, Machine machine, Versions versions, SagaFigures figures) {

  private static final double WANTED = 0.15;

  String markdown() {
    return
"""
# The saga, measured

Written by `./saga bench saga`; [saga.json](saga.json) has the raw figures.

- %s
- %s
- outbox %s, Kafka %s, MySQL %s, Connector/J %s

![The figures as a chart](saga.svg)

## Goals

%s
## Orders a second

%s
%d clients, each of which places an order of one to three lines (`POST /orders`), waits until a `read_committed`
consumer has its `OrderConfirmed`, and places the next one; %,d orders. As many writers commit single rows, each a
transaction, with nothing else running: before the services were started, and after they were stopped. The
same load ran before until it became no faster. Each service, the relay, MySQL, Kafka and the clients are processes
of one machine; the services and the relay run with `-Xmx256m -XX:+UseSerialGC`.

## How long a saga takes

%s
In milliseconds. At half the load orders are due at fixed times, however long earlier ones take, and count from the
moment when they were due.

## Where the time goes

%s
At full load. CPU in milliseconds for an order; *idle* is what all %d cores together had nothing to do. MySQL
logged %.1f transactions an order: those of placing, reserving, confirming and telling the customer, and the relay's
deletes; what handles or deletes several at once is one transaction for all of them.
"""
        .formatted(
            date,
            machine.line(),
            versions.outbox(),
            versions.kafka(),
            versions.mysql(),
            versions.connector(),
            goals(),
            rates(),
            figures.clients(),
            figures.full().orders(),
            durations(),
            cpu(),
            machine.cores(),
            figures.commitsPerOrder());
  }

  private MarkdownTable goals() {
    MarkdownTable table = new MarkdownTable("goal", "wanted", "found", "");
    table.row(
        "orders through the saga for each of MySQL's commits of one row",
        "at least " + WANTED,
        two(figures.ratio()),
        figures.ratio() >= WANTED ? "reached" : "**not reached**");
    table.row(
        "orders of %,d that were lost or are stuck".formatted(figures.placed()),
        "0",
        "%,d".formatted(figures.unfinished()),
        figures.unfinished() == 0 ? "reached" : "**not reached**");
    table.row(
        "confirmations that came twice",
        "0",
        "%,d".formatted(figures.repeated()),
        figures.repeated() == 0 ? "reached" : "**not reached**");
    return table;
  }

  private MarkdownTable rates() {
    MarkdownTable table = new MarkdownTable("", "a second");
    table.row("MySQL's commits of one row, before", whole(figures.rawBefore()));
    table.row("MySQL's commits of one row, after", whole(figures.rawAfter()));
    table.row("orders, from POST until CONFIRMED is seen", whole(figures.full().perSecond()));
    table.row(
        "customers still to be told, when the last order was confirmed",
        "%,d".formatted(figures.untold()));
    return table;
  }

  private MarkdownTable durations() {
    MarkdownTable table = new MarkdownTable("orders a second", "until", "p50", "p95", "p99", "max");
    for (LoadFigures load : List.of(figures.half(), figures.full())) {
      String rate = whole(load.perSecond());
      table.row(duration(rate, "POST is answered", load.answered()));
      table.row(duration(rate, "CONFIRMED is seen", load.confirmed()));
    }
    return table;
  }

  private static String[] duration(String rate, String until, Percentiles found) {
    return new String[] {
      rate, until, one(found.p50()), one(found.p95()), one(found.p99()), one(found.max())
    };
  }

  private MarkdownTable cpu() {
    double all = figures.cpuMillisPerOrder().values().stream().mapToDouble(cpu -> cpu).sum();
    MarkdownTable table = new MarkdownTable("process", "CPU an order", "share");
    figures
        .cpuMillisPerOrder()
        .forEach(
            (name, millis) ->
                table.row(name, two(millis), "%.0f %%".formatted(100 * millis / all)));
    return table;
  }

  private String chart() {
    BarChart chart = new BarChart();
    chart.group(
        "Per second",
        List.of(
            new Bar("MySQL's commits of one row", figures.raw(), whole(figures.raw()), false),
            new Bar(
                "orders through the saga",
                figures.full().perSecond(),
                whole(figures.full().perSecond()),
                true)));
    chart.group(
        "From POST until CONFIRMED is seen, at half the load: ms",
        List.of(
            bar("p50", figures.half().confirmed().p50()),
            bar("p95", figures.half().confirmed().p95()),
            bar("p99", figures.half().confirmed().p99())));
    chart.group(
        "CPU an order: ms",
        figures.cpuMillisPerOrder().entrySet().stream()
            .map(cpu -> new Bar(cpu.getKey(), cpu.getValue(), two(cpu.getValue()), false))
            .toList());
    return chart.svg();
  }

  private static Bar bar(String label, double millis) {
    return new Bar(label, millis, one(millis), true);
  }

  /** Writes the table, the chart and the raw figures; returns the files. */
  List<Path> write(Path directory) {
    ReportFiles files = new ReportFiles(directory);
    return List.of(
        files.write("saga.md", markdown()),
        files.write("saga.svg", chart()),
        files.json("saga.json", this));
  }

  private static String whole(double number) {
    return String.format(Locale.ROOT, "%,.0f", number);
  }

  private static String one(double number) {
    return String.format(Locale.ROOT, "%,.1f", number);
  }

  private static String two(double number) {
    return String.format(Locale.ROOT, "%.2f", number);
  }
}
