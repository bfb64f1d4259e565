package dev.outbox.benchmarks.relay;

import java.util.List;

/**
 * What the outbox costs those who write.
 *
 * @param kind what a transaction wrote
 * @param transactionsPerSecond the median of the rounds
 * @param rounds each round's transactions a second
 */
record WriterFigures(Kind kind, double transactionsPerSecond, List<Double> rounds) {

  /** What a transaction writes. */
  enum Kind {
    NO_EVENT("no event"),
    BY_HAND("the same INSERT by hand"),
    APPEND("Outbox.append");

    private final String label;

    Kind(String label) {
      this.label = label;
    }

    String label() {
      return label;
    }
  }
}
