package dev.outbox.benchmarks.relay;

import dev.outbox.benchmarks.relay.WriterFigures.Kind;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

/**
 * All that was measured in one run; a part that did not run has no figures.
 *
 * @param drain the backlog
 * @param latency commit to consumer
 * @param idle statements while nothing is written
 * @param writer what the outbox costs those who write
 */
record Figures(
    List<DrainFigures> drain,
    List<LatencyFigures> latency,
    List<IdleFigures> idle,
    List<WriterFigures> writer) {

  Optional<DrainFigures> drain(Entrant entrant) {
    return drain.stream().filter(figures -> figures.entrant() == entrant).findFirst();
  }

  /** Debezium where it is faster: following the log or reading the table. */
  Optional<DrainFigures> fastestDebezium() {
    return drain.stream()
        .filter(
            figures ->
                figures.entrant() == Entrant.DEBEZIUM_STREAMING
                    || figures.entrant() == Entrant.DEBEZIUM_SNAPSHOT)
        .max(Comparator.comparingDouble(DrainFigures::eventsPerSecond));
  }

  Optional<LatencyFigures> latency(Entrant entrant, int rate) {
    return latency.stream()
        .filter(figures -> figures.entrant() == entrant && figures.rate() == rate)
        .findFirst();
  }

  Optional<IdleFigures> idle(Entrant entrant) {
    return idle.stream().filter(figures -> figures.entrant() == entrant).findFirst();
  }

  Optional<WriterFigures> writer(Kind kind) {
    return writer.stream().filter(figures -> figures.kind() == kind).findFirst();
  }

  /**
   * What {@code append} costs over the same INSERT by hand, as a share; the median of the rounds'
   * shares, since rounds next to each other meet the same conditions.
   */
  Optional<Double> costOfAppend() {
    Optional<WriterFigures> byHand = writer(Kind.BY_HAND);
    Optional<WriterFigures> append = writer(Kind.APPEND);
    if (byHand.isEmpty() || append.isEmpty()) {
      return Optional.empty();
    }
    List<Double> hand = byHand.get().rounds();
    List<Double> with = append.get().rounds();
    List<Double> costs =
        IntStream.range(0, Math.min(hand.size(), with.size()))
            .mapToObj(round -> 1 - with.get(round) / hand.get(round))
            .sorted()
            .toList();
    return Optional.of(costs.get(costs.size() / 2));
  }
}
