package dev.outbox.benchmarks.relay;

import dev.outbox.benchmarks.testbed.Percentiles;

/**
 * How late events were seen by a {@code read_committed} consumer.
 *
 * @param entrant who published them
 * @param rate transactions a second, one event each
 * @param latency from the moment that a transaction was due until its event was seen
 * @param commit from the same moment until MySQL had committed: the part that is not the
 *     contender's
 */
record LatencyFigures(Entrant entrant, int rate, Percentiles latency, Percentiles commit) {}
