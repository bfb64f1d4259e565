package dev.outbox.benchmarks.relay;

import dev.outbox.benchmarks.testbed.Options;
import dev.outbox.benchmarks.testbed.TestBed;
import dev.outbox.benchmarks.testbed.Waiting;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/**
 * What contenders ask of MySQL when nothing is written, while somebody looks at their health and
 * their metrics. All at once, told apart by their accounts.
 */
final class IdleBenchmark {

  private static final List<Entrant> ENTRANTS =
      List.of(Entrant.BINLOG, Entrant.POLLING, Entrant.DEBEZIUM_STREAMING);
  private static final int EVENTS = 1_000;
  private static final Duration SETTLE = Duration.ofSeconds(20);
  private static final Duration SCRAPE = Duration.ofSeconds(5);
  private static final Duration LIMIT = Duration.ofSeconds(60);

  private final TestBed bed;
  private final Options options;

  IdleBenchmark(TestBed bed, Options options) {
    this.bed = bed;
    this.options = options;
  }

  List<IdleFigures> run() {
    Map<Entrant, Contender> contenders = new EnumMap<>(Entrant.class);
    try {
      for (Entrant entrant : ENTRANTS) {
        if (options.contenders().test(entrant.label())) {
          System.out.println("Idle: " + entrant.label());
          contenders.put(entrant, open(entrant));
        }
      }
      Waiting.pause(SETTLE);
      return count(contenders);
    } finally {
      contenders.values().forEach(Contender::close);
    }
  }

  /** Starts one that has had something to do before. */
  private Contender open(Entrant entrant) {
    Contender contender = entrant.open(bed, options, "idle");
    contender.start();
    try (TopicWatch watch = new TopicWatch(bed, contender.outbox().topic(), 0, EVENTS)) {
      Backlog.write(contender.outbox(), 0, EVENTS);
      watch.awaitAll(contender, LIMIT);
    }
    return contender;
  }

  private List<IdleFigures> count(Map<Entrant, Contender> contenders) {
    Map<Entrant, Map<String, Long>> before = new EnumMap<>(Entrant.class);
    contenders.forEach((entrant, contender) -> before.put(entrant, statements(contender)));
    long end = System.nanoTime() + Duration.ofSeconds(options.idleSeconds()).toNanos();
    while (System.nanoTime() < end) {
      for (Contender contender : contenders.values()) {
        if (contender instanceof RelayContender relay) {
          relay.scrape();
        }
      }
      Waiting.pause(
          Duration.ofNanos(Math.max(0, Math.min(SCRAPE.toNanos(), end - System.nanoTime()))));
    }
    List<IdleFigures> figures = new ArrayList<>();
    contenders.forEach(
        (entrant, contender) -> {
          Map<String, Long> kinds =
              Statements.since(before.getOrDefault(entrant, Map.of()), statements(contender));
          long all = kinds.values().stream().mapToLong(Long::longValue).sum();
          System.out.printf(
              "  %s: %d statements in %d s %s%n",
              entrant.label(), all, options.idleSeconds(), kinds);
          figures.add(new IdleFigures(entrant, options.idleSeconds(), all, kinds));
        });
    return figures;
  }

  private Map<String, Long> statements(Contender contender) {
    return Statements.of(bed.mysql(), contender.outbox().name());
  }
}
