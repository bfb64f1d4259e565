package dev.outbox.benchmarks.append;

import dev.outbox.events.Event;
import dev.outbox.events.EventJson;
import dev.outbox.events.EventTypes;
import dev.outbox.starter.outbox.Outbox;
import dev.outbox.starter.outbox.OutboxAutoConfiguration;
import dev.outbox.starter.validation.PayloadSchema;
import dev.outbox.starter.validation.PayloadSchemas;
import dev.outbox.starter.validation.ValidationAutoConfiguration;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.jdbc.datasource.DataSourceTransactionManager;
import org.springframework.transaction.TransactionStatus;
import org.springframework.transaction.support.DefaultTransactionDefinition;

/** Appending and reading events with and without a look at their schemas. JMH runs it. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Warmup(iterations = 5, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(2)
@SuppressWarnings("NullAway.Init") // by @Setup
public class ValidationCost {

  @Param SampleEvent sample;

  @Param({"false", "true"})
  boolean validation;

  private Event event;
  private byte[] json;
  private ConfigurableApplicationContext context;
  private Outbox outbox;
  private @Nullable PayloadSchema schema;
  private DataSourceTransactionManager transactions;
  private TransactionStatus transaction;

  /** The starter's own outbox, in a transaction that lasts. */
  @Setup
  public void start() {
    event = sample.event();
    json = sample.json();
    DataSource nowhere = NoDatabase.create();
    context =
        new SpringApplicationBuilder(
                ValidationAutoConfiguration.class, OutboxAutoConfiguration.class)
            .web(WebApplicationType.NONE)
            .initializers(c -> c.getBeanFactory().registerSingleton("dataSource", nowhere))
            .run(
                "--spring.main.banner-mode=off",
                "--logging.level.root=warn",
                "--outbox.validation.enabled=" + validation);
    outbox = context.getBean(Outbox.class);
    PayloadSchemas schemas =
        validation ? context.getBean(PayloadSchemas.class) : PayloadSchemas.NONE;
    schema = schemas.of(event.getClass(), EventTypes.of(event.getClass()).value());
    transactions = new DataSourceTransactionManager(nowhere);
    transaction = transactions.getTransaction(new DefaultTransactionDefinition());
  }

  @TearDown
  public void stop() {
    transactions.rollback(transaction);
    context.close();
  }

  /** What a service does, but for the database. */
  @Benchmark
  public UUID append() {
    return outbox.append(event);
  }

  /** What an inbox does before it calls the handler. */
  @Benchmark
  public Event read() {
    if (schema != null && !schema.violations(json).isEmpty()) {
      throw new IllegalStateException("The sample is not what its schema allows");
    }
    return EventJson.read(event.getClass(), json);
  }
}
