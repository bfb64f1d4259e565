package dev.outbox.benchmarks;

import com.zaxxer.hikari.HikariDataSource;
import dev.outbox.benchmarks.WriterFigures.Kind;
import dev.outbox.events.EventJson;
import dev.outbox.starter.outbox.Outbox;
import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
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
  private static final String STATE = "INSERT INTO purchase (id, buyer) VALUES (?, ?)";
  private static final String BY_HAND =
      """
      INSERT INTO outbox_event
        (id, aggregatetype, aggregateid, type, payload, dataschema, traceparent, tracestate)
      VALUES (?, ?, ?, ?, ?, ?, ?, ?)
      """;
  private static final String FILLER = "x".repeat(430);

  private final TestBed bed;
  private final ExecutorService writers = Executors.newFixedThreadPool(WRITERS);

  WriterBenchmark(TestBed bed) {
    this.bed = bed;
  }

  List<WriterFigures> run() {
    System.out.println("Writers: without an event, by hand, with append");
    BenchOutbox outbox = BenchOutbox.create(bed, "writer", "", "SELECT");
    bed.mysql()
        .execute(
            "CREATE TABLE writer.purchase (id CHAR(36) CHARACTER SET ascii PRIMARY KEY, buyer"
                + " VARCHAR(64) NOT NULL)");
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
      writers.shutdownNow();
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
    List<Callable<Integer>> tasks = new ArrayList<>();
    for (int i = 0; i < WRITERS; i++) {
      tasks.add(() -> writer.writeUntil(end));
    }
    try {
      long transactions = 0;
      for (Future<Integer> done : writers.invokeAll(tasks)) {
        transactions += done.get();
      }
      return transactions / ((System.nanoTime() - start) / 1e9);
    } catch (ExecutionException e) {
      throw new BenchmarkException("A writer failed: " + e.getCause(), e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new BenchmarkException("Interrupted", e);
    }
  }

  private record Writer(
      Kind kind, TransactionTemplate transactions, JdbcTemplate jdbc, Outbox outbox) {

    int writeUntil(long end) {
      int count = 0;
      while (System.nanoTime() < end) {
        transactions.executeWithoutResult(status -> write());
        count++;
      }
      return count;
    }

    private void write() {
      String id = UUID.randomUUID().toString();
      jdbc.update(STATE, id, "somebody");
      Purchased event = new Purchased(id, FILLER);
      switch (kind) {
        case NO_EVENT -> {}
        case BY_HAND ->
            jdbc.update(
                BY_HAND,
                UUID.randomUUID().toString(),
                "purchase",
                id,
                "dev.outbox.benchmarks.Purchased.v1",
                EventJson.write(event),
                null,
                null,
                null);
        case APPEND -> outbox.append(event);
      }
    }
  }
}
