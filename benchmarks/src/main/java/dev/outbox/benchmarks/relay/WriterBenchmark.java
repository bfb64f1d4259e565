package dev.outbox.benchmarks.relay;

import com.zaxxer.hikari.HikariDataSource;
import dev.outbox.benchmarks.relay.WriterFigures.Kind;
import dev.outbox.benchmarks.testbed.BenchOutbox;
import dev.outbox.benchmarks.testbed.Purchased;
import dev.outbox.benchmarks.testbed.TestBed;
import dev.outbox.benchmarks.testbed.Workers;
import dev.outbox.events.EventJson;
import dev.outbox.starter.outbox.Outbox;
import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * Transactions a second that 16 writers commit: one row of their own and no event, the outbox row
 * written by hand, or by {@code append}. Short rounds in turn, so that a change of the machine's
 * mood meets all.
 */
final class WriterBenchmark {

  private static final int WRITERS = 16;
  private static final int ROUNDS = 9;
  private static final double ROUND_SECONDS = 2;
  private static final String BY_HAND =
      """
      INSERT INTO outbox_event
        (id, aggregatetype, aggregateid, type, payload, dataschema, traceparent, tracestate)
      VALUES (?, ?, ?, ?, ?, ?, ?, ?)
      """;

  private final TestBed bed;
  private final Workers writers = new Workers(WRITERS);

  WriterBenchmark(TestBed bed) {
    this.bed = bed;
  }

  List<WriterFigures> run() {
    System.out.println("Writers: without an event, by hand, with append");
    BenchOutbox outbox = BenchOutbox.create(bed, "writer", "", "SELECT");
    Purchased.createTable(bed, outbox);
    try (HikariDataSource dataSource = dataSource(outbox);
        ConfigurableApplicationContext context = application(dataSource)) {
      Map<Kind, List<Double>> rounds = new EnumMap<>(Kind.class);
      List<Kind> turns = new ArrayList<>(EnumSet.allOf(Kind.class));
      for (int round = 0; round <= ROUNDS; round++) {
        for (Kind kind : turns) {
          double rate = round(context, kind);
          if (round > 0) { // the first one is for warming up
            rounds.computeIfAbsent(kind, any -> new ArrayList<>()).add(rate);
          }
        }
        outbox.truncate();
        Collections.rotate(turns, 1);
      }
      return figures(rounds);
    } finally {
      writers.close();
      bed.remove(outbox);
    }
  }

  private static List<WriterFigures> figures(Map<Kind, List<Double>> rounds) {
    List<WriterFigures> figures = new ArrayList<>();
    rounds.forEach(
        (kind, rates) -> {
          double median = rates.stream().sorted().skip(rates.size() / 2).findFirst().orElse(0.0);
          System.out.printf("  %s: %,.0f transactions/s%n", kind.label(), median);
          figures.add(new WriterFigures(kind, median, rates));
        });
    return figures;
  }

  private static HikariDataSource dataSource(BenchOutbox outbox) {
    HikariDataSource dataSource = new HikariDataSource();
    dataSource.setDataSource(outbox.adminDataSource());
    dataSource.setMaximumPoolSize(WRITERS);
    return dataSource;
  }

  private static ConfigurableApplicationContext application(HikariDataSource dataSource) {
    return new SpringApplicationBuilder(WriterApplication.class)
        .web(WebApplicationType.NONE)
        .initializers(
            context -> context.getBeanFactory().registerSingleton("dataSource", dataSource))
        .run("--spring.main.banner-mode=off", "--logging.level.root=warn");
  }

  private double round(ConfigurableApplicationContext context, Kind kind) {
    Writer writer =
        new Writer(
            kind,
            context.getBean(TransactionTemplate.class),
            context.getBean(JdbcTemplate.class),
            context.getBean(Outbox.class));
    long start = System.nanoTime();
    long end = start + (long) (ROUND_SECONDS * 1e9);
    long transactions = writers.run(worker -> writer.writeUntil(end));
    return transactions / ((System.nanoTime() - start) / 1e9);
  }

  private record Writer(
      Kind kind, TransactionTemplate transactions, JdbcTemplate jdbc, Outbox outbox) {

    long writeUntil(long end) {
      long count = 0;
      while (System.nanoTime() < end) {
        transactions.executeWithoutResult(status -> write());
        count++;
      }
      return count;
    }

    private void write() {
      String id = UUID.randomUUID().toString();
      jdbc.update(Purchased.INSERT, id, "somebody");
      Purchased event = Purchased.of(id);
      switch (kind) {
        case NO_EVENT -> {}
        case BY_HAND ->
            jdbc.update(
                BY_HAND,
                UUID.randomUUID().toString(),
                "purchase",
                id,
                Purchased.TYPE,
                EventJson.write(event),
                null,
                null,
                null);
        case APPEND -> outbox.append(event);
      }
    }
  }
}
