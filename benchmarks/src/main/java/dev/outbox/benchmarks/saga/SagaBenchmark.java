package dev.outbox.benchmarks.saga;

import dev.outbox.benchmarks.report.Machine;
import dev.outbox.benchmarks.report.Versions;
import dev.outbox.benchmarks.testbed.Options;
import dev.outbox.benchmarks.testbed.Quiet;
import dev.outbox.benchmarks.testbed.TestBed;
import java.nio.file.Path;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Orders through the complete saga: as many as the machine can take, then half of that. Before, as
 * many for as long as it takes all processes to become no faster.
 */
public final class SagaBenchmark {

  private static final int SECONDS = 30;
  private static final int WARM_UP_SECONDS = 10;
  private static final int LEAST_WARM_UPS = 9;
  private static final int MOST_WARM_UPS = 30;

  private SagaBenchmark() {}

  /** Runs it, prints the report and returns its files. */
  public static List<Path> run(TestBed bed, Options options) {
    SagaReport report =
        new SagaReport(
            LocalDate.now(ZoneOffset.UTC),
            Machine.here(),
            Versions.of(bed.mysql()),
            measure(bed, options));
    System.out.println("\n" + report.markdown());
    return report.write(options.reports());
  }

  private static SagaFigures measure(TestBed bed, Options options) {
    int seconds = options.seconds(SECONDS);
    RawCommits raw = new RawCommits(bed, options.clients());
    System.out.println("Saga: MySQL's own commits");
    double rawBefore = raw.perSecond(Math.max(1, seconds / 3));
    SagaFigures figures;
    try (SagaSystem saga = new SagaSystem(bed, options);
        Confirmations confirmations = new Confirmations(bed);
        OrderClients clients =
            new OrderClients(saga.orders().uri("/orders"), confirmations, options.clients())) {
      saga.stock();
      System.out.println("Saga: warming up");
      warmUp(clients);
      System.out.println("Saga: as fast as %d clients can".formatted(options.clients()));
      Map<String, Double> cpu = saga.cpuSeconds();
      long commits = saga.commits();
      LoadFigures full = tell(clients.closedLoop(seconds));
      cpu = perOrder(cpu, saga.cpuSeconds(), full.orders());
      long untold = confirmations.expected() - saga.told();
      double commitsPerOrder = (saga.commits() - commits) / (double) full.orders();
      System.out.println("Saga: at half that load");
      Quiet.await();
      LoadFigures half = tell(clients.openLoop((int) Math.max(1, full.perSecond() / 2), seconds));
      long placed = confirmations.expected();
      figures =
          new SagaFigures(
              options.clients(),
              rawBefore,
              0,
              full,
              half,
              cpu,
              commitsPerOrder,
              untold,
              placed,
              saga.awaitEnd(placed),
              confirmations.repeated());
    }
    System.out.println("Saga: MySQL's own commits");
    Quiet.await();
    return figures.withRawAfter(raw.perSecond(Math.max(1, seconds / 3)));
  }

  /**
   * Until three rounds in turn were hardly better than the best one before. Six JVMs that share two
   * cores take minutes to compile what they run.
   */
  private static void warmUp(OrderClients clients) {
    double best = 0;
    int same = 0;
    for (int round = 0; round < MOST_WARM_UPS && (same < 3 || round < LEAST_WARM_UPS); round++) {
      double rate = tell(clients.closedLoop(WARM_UP_SECONDS)).perSecond();
      same = rate < best * 1.03 ? same + 1 : 0;
      best = Math.max(best, rate);
    }
  }

  private static LoadFigures tell(LoadFigures load) {
    System.out.printf(
        "  %,.0f orders/s, confirmed after p50 %.1f ms, p99 %.1f ms%n",
        load.perSecond(), load.confirmed().p50(), load.confirmed().p99());
    return load;
  }

  private static Map<String, Double> perOrder(
      Map<String, Double> before, Map<String, Double> after, int orders) {
    Map<String, Double> millis = new LinkedHashMap<>();
    after.forEach(
        (name, seconds) ->
            millis.put(name, (seconds - before.getOrDefault(name, 0.0)) * 1_000 / orders));
    return millis;
  }
}
