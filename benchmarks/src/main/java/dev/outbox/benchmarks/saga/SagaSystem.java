package dev.outbox.benchmarks.saga;

import dev.outbox.benchmarks.testbed.Application;
import dev.outbox.benchmarks.testbed.BenchOutbox;
import dev.outbox.benchmarks.testbed.BenchmarkException;
import dev.outbox.benchmarks.testbed.Options;
import dev.outbox.benchmarks.testbed.ProcessFigures;
import dev.outbox.benchmarks.testbed.TestBed;
import dev.outbox.benchmarks.testbed.Waiting;
import dev.outbox.localstack.MailServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The three services, the relay and a mail server as processes, as {@code ./saga up} runs them. */
final class SagaSystem implements AutoCloseable {

  /** Orders have one to so many lines. */
  static final int MOST_LINES = 3;

  private static final int SKUS = 1_000;
  private static final int ON_HAND = 1_000_000;
  private static final Duration LIMIT = Duration.ofMinutes(5);

  private final TestBed bed;
  private final MailServer mail = MailServer.launch();
  private final List<Application> applications = new ArrayList<>();

  /** Starts all and waits until all is healthy. */
  SagaSystem(TestBed bed, Options options) {
    this.bed = bed;
    try {
      bed.mysql()
          .execute(
              Files.readString(options.project().resolve(Path.of("deploy/mysql/accounts.sql"))));
      for (String database : List.of("order", "inventory", "notification")) {
        applications.add(service(database, options));
      }
      applications.add(relay(options));
      applications.forEach(
          application -> application.await("/actuator/health", "\"status\":\"UP\""));
      applications.forEach(application -> application.await("/actuator/health/readiness", "UP"));
    } catch (IOException e) {
      close();
      throw new UncheckedIOException(e);
    } catch (RuntimeException e) {
      close();
      throw e;
    }
  }

  private Application service(String name, Options options) {
    String database = name.equals("inventory") ? name : name + "s";
    Path journeys = options.work().resolve("journeys");
    return new Application(
        name + "-service",
        name + "-service",
        options,
        List.of(),
        List.of(
            "--spring.kafka.bootstrap-servers=" + bed.bootstrapServers(),
            "--spring.datasource.url=" + bed.mysql().jdbcUrl(database) + BenchOutbox.URL_OPTIONS,
            "--spring.datasource.username=" + database,
            "--spring.datasource.password=" + database + "-demo",
            "--spring.mail.port=" + mail.port(),
            // The broker is a new one, and what is kept here would be of the last run's.
            "--spring.kafka.streams.state-dir=" + journeys.resolve("" + bed.kafka().pid())));
  }

  private Application relay(Options options) {
    return new Application(
        "outbox-relay",
        "outbox-relay",
        options,
        options.relayOptions(),
        List.of(
            "--spring.kafka.bootstrap-servers=" + bed.bootstrapServers(),
            "--spring.config.additional-location="
                + options.project().resolve(Path.of("deploy/outbox-relay.yml")).toUri(),
            "--MYSQL_PORT=" + bed.mysql().port(),
            "--RELAY_DB_PASSWORD=relay-demo"));
  }

  Application orders() {
    return applications.get(0);
  }

  static String sku(long number) {
    return "sku-" + number % SKUS;
  }

  /** More than is ordered. */
  void stock() {
    for (int i = 0; i < SKUS; i++) {
      bed.mysql()
          .execute(
              "INSERT INTO inventory.stock (sku, on_hand) VALUES ('%s', %d)"
                  .formatted(sku(i), ON_HAND));
    }
  }

  /** CPU time that each process has had so far, that of the clients too, in seconds. */
  Map<String, Double> cpuSeconds() {
    Map<String, Double> seconds = new LinkedHashMap<>();
    applications.forEach(
        application ->
            seconds.put(
                application.name(), ProcessFigures.cpuSeconds(application.process().pid())));
    seconds.put("MySQL", ProcessFigures.cpuSeconds(bed.mysql().pid()));
    seconds.put("Kafka", ProcessFigures.cpuSeconds(bed.kafka().pid()));
    seconds.put("mail server", ProcessFigures.cpuSeconds(mail.pid()));
    seconds.put("the clients", ProcessFigures.cpuSeconds(ProcessHandle.current().pid()));
    seconds.put("idle", ProcessFigures.idleSeconds());
    return seconds;
  }

  /** How many transactions MySQL has logged so far. */
  long commits() {
    return bed.mysql()
        .queryForLong(
            "SELECT VARIABLE_VALUE FROM performance_schema.global_status"
                + " WHERE VARIABLE_NAME = 'Binlog_cache_use'");
  }

  /**
   * Waits until each order is confirmed, has its reservation, and its customer was told.
   *
   * @return how many orders are not, by the databases of the services
   */
  long awaitEnd(long placed) {
    try {
      Waiting.until("customers are told of all orders", LIMIT, () -> unfinished(placed) == 0);
      return 0;
    } catch (BenchmarkException e) {
      return unfinished(placed);
    }
  }

  /** Of how many orders the customer was told. */
  long told() {
    return count("notifications.notification WHERE status = 'SENT'");
  }

  private long unfinished(long placed) {
    long confirmed = count("orders.orders WHERE status = 'CONFIRMED'");
    long reserved = count("inventory.reservation WHERE status = 'RESERVED'");
    long others = count("orders.orders WHERE status <> 'CONFIRMED'");
    return Math.max(placed - Math.min(confirmed, Math.min(reserved, told())), others);
  }

  private long count(String from) {
    return bed.mysql().queryForLong("SELECT COUNT(*) FROM " + from);
  }

  @Override
  public void close() {
    applications.forEach(Application::close);
    mail.close();
  }
}
