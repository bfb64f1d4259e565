package dev.outbox.benchmarks.relay;

import dev.outbox.benchmarks.report.Goal;
import dev.outbox.benchmarks.testbed.Percentiles;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** What the relay should reach; goals whose figures were not measured are left out. */
final class Goals {

  private static final int RATE = 500;

  private final Figures figures;
  private final List<Goal> goals = new ArrayList<>();

  private Goals(Figures figures) {
    this.figures = figures;
  }

  static List<Goal> of(Figures figures) {
    Goals goals = new Goals(figures);
    goals.drain();
    goals.latency(Entrant.BINLOG, 6, 50);
    goals.latency(Entrant.BINLOG_AT_LEAST_ONCE, 2, 15);
    goals.idle();
    goals.append();
    return List.copyOf(goals.goals);
  }

  private void drain() {
    Optional<Double> debezium = figures.fastestDebezium().map(DrainFigures::eventsPerSecond);
    Optional<Double> producer =
        figures.drain(Entrant.PRODUCER_WITH_HEADERS).map(DrainFigures::eventsPerSecond);
    rate(Entrant.BINLOG, debezium, 4, "Debezium's engine, where it is faster");
    rate(Entrant.BINLOG, producer, 0.6, "a producer alone with the same records");
    rate(Entrant.POLLING, debezium, 1.3, "Debezium's engine, where it is faster");
  }

  private void rate(Entrant entrant, Optional<Double> other, double wanted, String than) {
    figures
        .drain(entrant)
        .ifPresent(
            own ->
                other.ifPresent(
                    rate -> {
                      double ratio = own.eventsPerSecond() / rate;
                      add(
                          "drain, %s: times the rate of %s".formatted(entrant.label(), than),
                          ratio >= wanted,
                          "at least %.1f".formatted(wanted),
                          "%.2f".formatted(ratio));
                    }));
  }

  private void latency(Entrant entrant, double p50, double p99) {
    Optional<LatencyFigures> found = figures.latency(entrant, RATE);
    if (found.isEmpty()) {
      return;
    }
    Percentiles latency = found.get().latency();
    String what = "latency at %d/s, %s".formatted(RATE, entrant.label());
    add(what + ": p50", latency.p50() <= p50, "at most %.0f ms".formatted(p50), ms(latency.p50()));
    add(what + ": p99", latency.p99() <= p99, "at most %.0f ms".formatted(p99), ms(latency.p99()));
    figures
        .latency(Entrant.DEBEZIUM_STREAMING, RATE)
        .map(debezium -> debezium.latency().p50())
        .ifPresent(
            debezium ->
                add(
                    what + ": p50 below Debezium's",
                    latency.p50() < debezium,
                    "below " + ms(debezium),
                    ms(latency.p50())));
  }

  private void idle() {
    figures
        .idle(Entrant.BINLOG)
        .ifPresent(
            idle ->
                add(
                    "statements of an idle relay in %d s, mode binlog".formatted(idle.seconds()),
                    idle.statements() == 0,
                    "0",
                    "" + idle.statements()));
  }

  private void append() {
    figures
        .costOfAppend()
        .ifPresent(
            cost ->
                add(
                    "what append costs over the same INSERT by hand",
                    cost <= 0.05,
                    "at most 5 %",
                    "%.1f %%".formatted(cost * 100)));
  }

  private void add(String what, boolean reached, String wanted, String found) {
    goals.add(new Goal(what, wanted, found, reached));
  }

  private static String ms(double millis) {
    return String.format(Locale.ROOT, "%.1f ms", millis);
  }
}
