package dev.outbox.benchmarks.inbox;

import static org.assertj.core.api.Assertions.assertThat;

import dev.outbox.benchmarks.report.Machine;
import dev.outbox.benchmarks.report.Versions;
import java.nio.file.Path;
import java.time.LocalDate;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class InboxReportTests {

  @Test
  void theFilesAreATableAChartAndTheRawFigures(@TempDir Path directory) {
    report(5_000).write(directory);
    assertThat(directory.resolve("inbox.md"))
        .content()
        .contains("2026-01-31", "A CPU", "| 5.0 |", "**reached**");
    assertThat(directory.resolve("inbox.svg")).content().contains("the starter's inbox", "5,000");
    assertThat(directory.resolve("inbox.json")).content().contains("\"inbox\" : 5000.0");
  }

  @Test
  void lessThanWantedIsSaid() {
    assertThat(report(4_900).markdown()).contains("**not reached**");
  }

  private static InboxReport report(double inbox) {
    return new InboxReport(
        LocalDate.of(2026, 1, 31),
        new Machine("A CPU", 2, 8, "Linux", "ext4", "JDK 17"),
        new Versions("0.1", "8.0", "9.0", "4.2", "3.6"),
        new InboxFigures(10_000, 1_000, 500_000, inbox));
  }
}
