package dev.outbox.benchmarks.relay;

import dev.outbox.benchmarks.report.Goal;
import dev.outbox.benchmarks.report.Machine;
import dev.outbox.benchmarks.report.ReportFiles;
import dev.outbox.benchmarks.report.Versions;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.List;

/**
 * One run, with what is needed to judge it.
 *
 * @param date of the run
 * @param machine what it ran on
 * @param versions what was compared
 * @param backlog how many rows were drained
 * @param warmUp how many such backlogs were drained before by the same processes
 * @param figures what was measured
 * @param goals what should be reached
 */
record Report(
    LocalDate date,
    Machine machine,
    Versions versions,
    int backlog,
    int warmUp,
    Figures figures,
    List<Goal> goals) {

  /** Writes the table, the chart and the raw figures; returns the files. */
  List<Path> write(Path directory) {
    ReportFiles files = new ReportFiles(directory);
    return List.of(
        files.write("relay.md", MarkdownReport.of(this)),
        files.write("relay-profile.md", ProfileReport.of(this)),
        files.write("relay.svg", RelayChart.of(figures)),
        files.json("relay.json", this));
  }
}
