package dev.outbox.benchmarks.relay;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import dev.outbox.benchmarks.relay.WriterFigures.Kind;
import dev.outbox.benchmarks.report.Goal;
import dev.outbox.benchmarks.report.Machine;
import dev.outbox.benchmarks.report.Versions;
import dev.outbox.benchmarks.testbed.Percentiles;
import dev.outbox.benchmarks.testbed.ThreadCpu;
import java.io.IOException;
import java.io.StringReader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.xml.sax.InputSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

class ReportTests {

  private static final Profile PROFILE =
      new Profile(
          List.of(new ThreadCpu("relay-reader", 3.25, 0.5)),
          List.of(new ThreadCpu("connection", 0.75, 0.25)),
          List.of(),
          List.of(new Profile.Share("reader", "dev.outbox.relay.binlog", 0.75)));

  private static final Figures FIGURES =
      new Figures(
          List.of(
              drain(Entrant.PRODUCER_WITH_HEADERS, 200_000),
              drain(Entrant.BINLOG, 150_000),
              drain(Entrant.POLLING, 40_000),
              drain(Entrant.DEBEZIUM_STREAMING, 20_000),
              drain(Entrant.DEBEZIUM_SNAPSHOT, 40_000)),
          List.of(latency(Entrant.BINLOG, 5, 60), latency(Entrant.DEBEZIUM_STREAMING, 9, 20)),
          List.of(new IdleFigures(Entrant.BINLOG, 60, 0, Map.of())),
          List.of(
              new WriterFigures(Kind.BY_HAND, 1_000, List.of(1_000.0, 500.0, 1_000.0)),
              new WriterFigures(Kind.APPEND, 960, List.of(960.0, 490.0, 900.0))));

  @Test
  void goalsAreMeasuredAgainstDebeziumWhereItIsFaster() {
    assertThat(Goals.of(FIGURES))
        .extracting(Goal::found, Goal::reached)
        .containsExactly(
            tuple("3.75", false),
            tuple("0.75", true),
            tuple("1.00", false),
            tuple("5.0 ms", true),
            tuple("60.0 ms", false),
            tuple("5.0 ms", true),
            tuple("0", true),
            tuple("4.0 %", true));
  }

  @Test
  void whatDidNotRunHasNoGoals() {
    assertThat(Goals.of(new Figures(List.of(), List.of(), List.of(), List.of()))).isEmpty();
  }

  @Test
  void theFilesAreATableAChartAndTheRawFigures(@TempDir Path directory) throws Exception {
    Path docs = directory.resolve("docs");
    report().write(docs);

    assertThat(Files.readString(docs.resolve("relay.md")))
        .contains("2026-01-31", "A CPU", "MySQL 8.0", "**not reached**", "150,000");
    assertThat(read(docs, "relay-profile.md"))
        .contains("`relay-reader`", "3.25", "MySQL: `connection`", "`dev.outbox.relay.binlog`");
    assertThat(
            DocumentBuilderFactory.newInstance()
                .newDocumentBuilder()
                .parse(new InputSource(new StringReader(read(docs, "relay.svg"))))
                .getElementsByTagName("rect")
                .getLength())
        .isEqualTo(9);
    JsonNode json = new JsonMapper().readTree(read(docs, "relay.json"));
    assertThat(json.at("/figures/drain/1/eventsPerSecond").asDouble()).isEqualTo(150_000);
    assertThat(json.at("/date").asString()).isEqualTo("2026-01-31");
  }

  @Test
  void theSameFiguresGiveTheSameFiles(@TempDir Path directory) throws Exception {
    report().write(directory.resolve("a"));
    report().write(directory.resolve("b"));
    for (String file : List.of("relay.md", "relay.svg", "relay.json")) {
      assertThat(read(directory.resolve("a"), file)).isEqualTo(read(directory.resolve("b"), file));
    }
  }

  private static String read(Path directory, String file) throws IOException {
    return Files.readString(directory.resolve(file));
  }

  private static Report report() {
    return new Report(
        LocalDate.of(2026, 1, 31),
        new Machine("A CPU", 2, 8, "Linux", "ext4", "JDK 17"),
        new Versions("0.1", "8.0", "9.0", "4.2", "3.6"),
        500_000,
        200_000,
        FIGURES,
        Goals.of(FIGURES));
  }

  private static DrainFigures drain(Entrant entrant, double rate) {
    return new DrainFigures(
        entrant,
        500_000,
        rate,
        3.5,
        null,
        0,
        new CpuSeconds(6, 1, 5),
        new CpuSeconds(10, 5, 5),
        300_000_000,
        entrant == Entrant.BINLOG ? PROFILE : null);
  }

  private static LatencyFigures latency(Entrant entrant, double p50, double p99) {
    return new LatencyFigures(
        entrant,
        500,
        new Percentiles(1_000, p50, p99, p99, p99),
        new Percentiles(1_000, 1, 2, 3, 4));
  }
}
