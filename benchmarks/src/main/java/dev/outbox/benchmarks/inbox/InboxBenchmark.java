package dev.outbox.benchmarks.inbox;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.outbox.benchmarks.report.Machine;
import dev.outbox.benchmarks.report.Versions;
import dev.outbox.benchmarks.testbed.BenchOutbox;
import dev.outbox.benchmarks.testbed.KafkaSettings;
import dev.outbox.benchmarks.testbed.Options;
import dev.outbox.benchmarks.testbed.Purchased;
import dev.outbox.benchmarks.testbed.Quiet;
import dev.outbox.benchmarks.testbed.TestBed;
import dev.outbox.benchmarks.testbed.Waiting;
import dev.outbox.events.EventJson;
import java.nio.file.Path;
import java.time.Duration;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import java.util.UUID;
import java.util.function.IntSupplier;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;

/**
 * How fast events are handled once each: by one transaction an event, written by hand, and by the
 * starter's inbox. What is handled before a fifth is done is for warming up.
 */
public final class InboxBenchmark {

  private static final Duration LIMIT = Duration.ofMinutes(10);

  private static final int EVENTS = 100_000;

  /** One by one takes long. */
  private static final int FEWER = 10;

  private static final int KEYS = 10_000;

  private final TestBed bed;

  private InboxBenchmark(TestBed bed) {
    this.bed = bed;
  }

  /** Runs it, prints the report and returns its files. */
  public static List<Path> run(TestBed bed, Options options) {
    int events = options.events(EVENTS);
    int fewer = Math.max(100, events / FEWER);
    InboxBenchmark benchmark = new InboxBenchmark(bed);
    InboxReport report =
        new InboxReport(
            LocalDate.now(ZoneOffset.UTC),
            Machine.here(),
            Versions.of(bed.mysql()),
            new InboxFigures(fewer, benchmark.byHand(fewer), events, benchmark.inbox(events)));
    System.out.println("\n" + report.markdown());
    return report.write(options.reports());
  }

  private double byHand(int count) {
    System.out.println("Inbox: a transaction an event, by hand");
    BenchOutbox outbox = prepare("hand", count);
    HandWrittenConsumer consumer = new HandWrittenConsumer(outbox, bed.bootstrapServers(), count);
    Thread thread = new Thread(consumer, "by-hand");
    thread.setDaemon(true);
    thread.start();
    double rate = measure(outbox, count, consumer::handled);
    bed.remove(outbox);
    return rate;
  }

  private double inbox(int count) {
    System.out.println("Inbox: the starter's");
    BenchOutbox outbox = prepare("batches", count);
    double rate;
    try (ConfigurableApplicationContext context =
        new SpringApplicationBuilder(InboxApplication.class)
            .web(WebApplicationType.NONE)
            .run(
                "--spring.main.banner-mode=off",
                "--logging.level.root=warn",
                // The schema is there: its own tables and those of the starter.
                "--spring.flyway.enabled=false",
                "--spring.application.name=" + outbox.name(),
                "--spring.datasource.url=" + outbox.databaseUrl(),
                "--spring.datasource.username=" + bed.mysql().adminUsername(),
                "--spring.datasource.password=" + bed.mysql().adminPassword(),
                "--spring.kafka.bootstrap-servers=" + bed.bootstrapServers(),
                "--outbox.inbox.topics=" + outbox.topic())) {
      rate = measure(outbox, count, context.getBean(InboxApplication.class)::handled);
    }
    bed.remove(outbox);
    return rate;
  }

  private BenchOutbox prepare(String name, int count) {
    BenchOutbox outbox = BenchOutbox.create(bed, "inbox_" + name, "", "SELECT");
    Purchased.createTable(bed, outbox);
    try (KafkaProducer<byte[], byte[]> producer =
        new KafkaProducer<>(
            KafkaSettings.producer(bed.bootstrapServers(), 5),
            new ByteArraySerializer(),
            new ByteArraySerializer())) {
      for (int i = 0; i < count; i++) {
        String id = UUID.randomUUID().toString();
        ProducerRecord<byte[], byte[]> record =
            new ProducerRecord<>(
                outbox.topic(),
                ("key-" + i % KEYS).getBytes(UTF_8),
                EventJson.write(Purchased.of(id)).getBytes(UTF_8));
        record.headers().add("ce_id", id.getBytes(UTF_8));
        record.headers().add("ce_type", Purchased.TYPE.getBytes(UTF_8));
        var unused = producer.send(record);
      }
    }
    Quiet.await();
    return outbox;
  }

  private double measure(BenchOutbox outbox, int count, IntSupplier handled) {
    Waiting.until("a fifth is handled", LIMIT, () -> handled.getAsInt() >= count / 5);
    int first = handled.getAsInt();
    long start = System.nanoTime();
    Waiting.until("all is handled", LIMIT, () -> handled.getAsInt() >= count);
    Waiting.until("all is committed", LIMIT, () -> committed(outbox) == count);
    double rate = (count - first) / ((System.nanoTime() - start) / 1e9);
    System.out.printf("  %,.0f events/s%n", rate);
    return rate;
  }

  private long committed(BenchOutbox outbox) {
    return bed.mysql().queryForLong("SELECT COUNT(*) FROM %s.purchase".formatted(outbox.name()));
  }
}
