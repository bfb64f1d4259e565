package dev.outbox.benchmarks.inbox;

import dev.outbox.benchmarks.report.BarChart;
import dev.outbox.benchmarks.report.BarChart.Bar;
import dev.outbox.benchmarks.report.Machine;
import dev.outbox.benchmarks.report.MarkdownTable;
import dev.outbox.benchmarks.report.ReportFiles;
import dev.outbox.benchmarks.report.Versions;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.List;
import java.util.Locale;

/**
 * A run of {@link InboxBenchmark}, with what is needed to judge it.
 *
 * @param date of the run
 * @param machine what it ran on
 * @param versions what was used
 * @param figures what was measured
 */
record InboxReport(LocalDate date, Machine machine, Versions versions, InboxFigures figures) {

  private static final double WANTED = 5;
  private static final String BY_HAND = "a transaction an event, by hand";
  private static final String INBOX = "the starter's inbox";

  String markdown() {
    MarkdownTable table = new MarkdownTable("consumer", "events", "events/s", "×");
    table.row(BY_HAND, "%,d".formatted(figures.eventsByHand()), rate(figures.byHand()), "1.0");
    table.row(
        INBOX,
        "%,d".formatted(figures.eventsInbox()),
        rate(figures.inbox()),
        String.format(Locale.ROOT, "%.1f", figures.ratio()));
    return
"""
# The inbox, compared

Written by `./saga bench inbox`; [inbox.json](inbox.json) has the raw figures.

- %s
- %s
- Kafka %s, MySQL %s, Connector/J %s

![The figures as a chart](inbox.svg)

%s
Each event is some 500 bytes of JSON; handling it inserts a row. Six partitions, one thread, polls of up to 500 records.
The first fifth is for warming up. At least %.0f times the rate of one transaction an event is wanted: **%s**.
"""
        .formatted(
            date,
            machine.line(),
            versions.kafka(),
            versions.mysql(),
            versions.connector(),
            table,
            WANTED,
            figures.ratio() >= WANTED ? "reached" : "not reached");
  }

  private String chart() {
    BarChart chart = new BarChart();
    chart.group(
        "Handling events once each: events per second",
        List.of(
            new Bar(BY_HAND, figures.byHand(), rate(figures.byHand()), false),
            new Bar(INBOX, figures.inbox(), rate(figures.inbox()), true)));
    return chart.svg();
  }

  /** Writes the table, the chart and the raw figures; returns the files. */
  List<Path> write(Path directory) {
    ReportFiles files = new ReportFiles(directory);
    return List.of(
        files.write("inbox.md", markdown()),
        files.write("inbox.svg", chart()),
        files.json("inbox.json", this));
  }

  private static String rate(double rate) {
    return String.format(Locale.ROOT, "%,.0f", rate);
  }
}
