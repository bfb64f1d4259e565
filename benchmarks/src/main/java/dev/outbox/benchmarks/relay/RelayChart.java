package dev.outbox.benchmarks.relay;

import dev.outbox.benchmarks.report.BarChart;
import dev.outbox.benchmarks.report.BarChart.Bar;
import java.util.Locale;

/** The chart of the relay's comparison. */
final class RelayChart {

  private static final int RATE = 500;

  private RelayChart() {}

  static String of(Figures figures) {
    BarChart chart = new BarChart();
    chart.group(
        "Draining a backlog: events per second",
        figures.drain().stream()
            .map(
                drain ->
                    new Bar(
                        drain.entrant().label(),
                        drain.eventsPerSecond(),
                        String.format(Locale.ROOT, "%,.0f", drain.eventsPerSecond()),
                        drain.entrant().ours()))
            .toList());
    chart.group(
        "From commit to consumer at %d transactions/s: p50 in ms (p99)".formatted(RATE),
        figures.latency().stream()
            .filter(latency -> latency.rate() == RATE)
            .map(
                latency ->
                    new Bar(
                        latency.entrant().label(),
                        latency.latency().p50(),
                        String.format(
                            Locale.ROOT,
                            "%.1f (%.1f)",
                            latency.latency().p50(),
                            latency.latency().p99()),
                        latency.entrant().ours()))
            .toList());
    chart.group(
        "What the outbox costs the writer: transactions per second",
        figures.writer().stream()
            .map(
                writer ->
                    new Bar(
                        writer.kind().label(),
                        writer.transactionsPerSecond(),
                        String.format(Locale.ROOT, "%,.0f", writer.transactionsPerSecond()),
                        writer.kind() == WriterFigures.Kind.APPEND))
            .toList());
    return chart.svg();
  }
}
