package dev.outbox.benchmarks.append;

import static org.assertj.core.api.Assertions.assertThat;

import dev.outbox.benchmarks.report.Machine;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AppendReportTests {

  @Test
  void theFilesAreTablesAChartAndTheRawFigures(@TempDir Path directory) {
    report(24.9).write(directory);
    assertThat(directory.resolve("append.md"))
        .content()
        .contains("2026-01-31", "A CPU", "5.0 ± 0.1 |", " 24.9 ± 0.2 |", " 19.9 |", "**reached**");
    assertThat(directory.resolve("append.svg")).content().contains("OrderPlaced, on", "24.9");
    assertThat(directory.resolve("append.json")).content().contains("\"on\" : 24.9");
  }

  @Test
  void moreThanWantedIsSaidUnlessTheEventIsUnusual() {
    assertThat(report(25.1).markdown()).contains("**not reached**, it costs 20.1 µs");
  }

  private static AppendReport report(double on) {
    return new AppendReport(
        LocalDate.of(2026, 1, 31),
        new Machine("A CPU", 2, 8, "Linux", "ext4", "JDK 17"),
        List.of(
            new CostFigures("append", "OrderPlaced", true, 400, 5, 0.1, on, 0.2),
            new CostFigures("append", "a large one", false, 4_000, 20, 0.1, 100, 0.2),
            new CostFigures("read", "OrderPlaced", true, 400, 6, 0.1, 60, 0.2)));
  }
}
