package dev.outbox.benchmarks.saga;

import java.util.Map;

/**
 * How the saga fares.
 *
 * @param clients how many placed orders at once; as many writers committed raw rows
 * @param rawBefore MySQL's commits of one row a second, before the services were started
 * @param rawAfter the same after they were stopped
 * @param full as fast as the clients can
 * @param half at half that load
 * @param cpuMillisPerOrder CPU time of each process for an order at full load
 * @param commitsPerOrder how many transactions MySQL logged for an order at full load
 * @param untold of how many orders the customer was still to be told at the end of the full load
 * @param placed all orders of the run that were answered with 201
 * @param unfinished those of them that did not end as they should
 * @param repeated confirmations that came twice
 */
record SagaFigures(
    int clients,
    double rawBefore,
    double rawAfter,
    LoadFigures full,
    LoadFigures half,
    Map<String, Double> cpuMillisPerOrder,
    double commitsPerOrder,
    long untold,
    long placed,
    long unfinished,
    long repeated) {

  SagaFigures withRawAfter(double commits) {
    return new SagaFigures(
        clients,
        rawBefore,
        commits,
        full,
        half,
        cpuMillisPerOrder,
        commitsPerOrder,
        untold,
        placed,
        unfinished,
        repeated);
  }

  double raw() {
    return (rawBefore + rawAfter) / 2;
  }

  /** Orders for a raw commit. */
  double ratio() {
    return full.perSecond() / raw();
  }
}
