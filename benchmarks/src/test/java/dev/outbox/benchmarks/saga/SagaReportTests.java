package dev.outbox.benchmarks.saga;

import static org.assertj.core.api.Assertions.assertThat;

import dev.outbox.benchmarks.report.Machine;
import dev.outbox.benchmarks.report.Versions;
import dev.outbox.benchmarks.testbed.Percentiles;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

class SagaReportTests {

  @Test
  void theGoalIsAShareOfTheCommitsBeforeAndAfter() {
    assertThat(report(900, 0).markdown())
        .containsPattern("at least 0.15 \\| +0.18 \\| +reached")
        .doesNotContain("not reached");
    assertThat(report(700, 0).markdown()).contains("0.14", "**not reached**");
  }

  @Test
  void anOrderThatIsStuckIsSaid() {
    assertThat(report(900, 3).markdown())
        .containsPattern("orders of 40,000 that were lost or are stuck .*\\| +3 \\| \\*\\*not");
  }

  @Test
  void theFilesAreATableAChartAndTheRawFigures(@TempDir Path directory) throws Exception {
    report(900, 0).write(directory);
    assertThat(directory.resolve("saga.md"))
        .content()
        .contains("2026-01-31", "A CPU", "order-service");
    assertThat(directory.resolve("saga.svg")).content().contains("orders through the saga", "900");
    JsonNode json = new JsonMapper().readTree(Files.readString(directory.resolve("saga.json")));
    assertThat(json.at("/figures/full/perSecond").asDouble()).isEqualTo(900);
  }

  private static SagaReport report(double perSecond, long unfinished) {
    return new SagaReport(
        LocalDate.of(2026, 1, 31),
        new Machine("A CPU", 2, 8, "Linux", "ext4", "JDK 17"),
        new Versions("0.1", "8.0", "9.0", "4.2", "3.6"),
        new SagaFigures(
            32,
            4_000,
            6_000,
            load(perSecond),
            load(perSecond / 2),
            Map.of("order-service", 0.9),
            2.5,
            12,
            40_000,
            unfinished,
            0));
  }

  private static LoadFigures load(double perSecond) {
    Percentiles times = new Percentiles(1_000, 20, 40, 60, 80);
    return new LoadFigures(1_000, perSecond, times, times);
  }
}
