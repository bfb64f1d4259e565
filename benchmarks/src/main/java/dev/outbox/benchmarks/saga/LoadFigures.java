package dev.outbox.benchmarks.saga;

import dev.outbox.benchmarks.testbed.Percentiles;
import java.util.Collection;

/**
 * What became of orders.
 *
 * @param orders how many were placed and confirmed
 * @param perSecond how many a second, until the last one was confirmed
 * @param answered from the moment when an order was due until POST was answered
 * @param confirmed from the same moment until the order was seen confirmed
 */
record LoadFigures(int orders, double perSecond, Percentiles answered, Percentiles confirmed) {

  static LoadFigures of(Collection<PlacedOrder> orders, long nanos) {
    return new LoadFigures(
        orders.size(),
        orders.size() / (nanos / 1e9),
        Percentiles.of(orders.stream().mapToLong(PlacedOrder::nanosUntilAnswered).toArray()),
        Percentiles.of(orders.stream().mapToLong(PlacedOrder::awaitConfirmed).toArray()));
  }
}
