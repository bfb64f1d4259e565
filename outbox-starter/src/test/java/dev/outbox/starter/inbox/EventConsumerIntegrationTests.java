package dev.outbox.starter.inbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.outbox.starter.sample.SampleTest;
import dev.outbox.starter.sample.ThingHandler;
import dev.outbox.starter.sample.ThingHappened;
import dev.outbox.starter.testing.Publisher;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.Status;
import org.springframework.dao.CannotAcquireLockException;
import org.springframework.jdbc.core.simple.JdbcClient;

@SampleTest
class EventConsumerIntegrationTests {

  private static final Duration LONG = Duration.ofSeconds(30);

  @Autowired private ThingHandler handler;
  @Autowired private InboxHealthIndicator health;
  @Autowired private ParkedTable parked;
  @Autowired private JdbcClient jdbc;
  @Autowired private MeterRegistry meters;

  @Value("${spring.kafka.bootstrap-servers}")
  private String bootstrapServers;

  private Publisher publisher;

  @BeforeEach
  void connect() {
    awaitStatus(Status.UP);
    publisher = new Publisher(bootstrapServers);
  }

  @AfterEach
  void close() {
    publisher.close();
    handler.failing.clear();
    handler.doing.clear();
  }

  @Test
  void anEventsRowsItsIdAndTheEventsItCausesCommitTogether() {
    String thing = unique();
    String id = unique();
    send(thing, id, "fine");
    await().atMost(LONG).untilAsserted(() -> assertThat(texts(thing)).containsExactly("fine"));
    assertThat(count("SELECT count(*) FROM inbox_event WHERE id = ?", id)).isEqualTo(1);
    assertThat(count("SELECT count(*) FROM outbox_event WHERE aggregateid = ?", thing))
        .isEqualTo(1);
    assertThat(handler.seen)
        .filteredOn(metadata -> metadata.id().equals(id))
        .singleElement()
        .satisfies(
            metadata -> {
              assertThat(metadata.type()).isEqualTo("test.ThingHappened.v1");
              assertThat(metadata.source()).isEqualTo("/test");
              assertThat(metadata.time()).isEqualTo("2026-11-23T09:30:00.123456Z");
              assertThat(metadata.key()).isEqualTo(thing);
              assertThat(metadata.topic()).isEqualTo("thing-events");
              assertThat(metadata.partition()).isBetween(0, 5);
              assertThat(metadata.offset()).isNotNegative();
            });
  }

  @Test
  void aRedeliveredEventIsHandledOnce() {
    String thing = unique();
    String id = unique();
    send(thing, id, "one");
    send(thing, id, "one");
    send(thing, unique(), "behind");
    await()
        .atMost(LONG)
        .untilAsserted(() -> assertThat(texts(thing)).containsExactly("one", "behind"));
    assertThat(counter("duplicate", "test.ThingHappened.v1")).isPositive();
  }

  @Test
  void aFailingEventParksItsKeyIsShownAndIsHandledInOrderWhenItCanBe() {
    String thing = unique();
    String other = unique();
    handler.failing.add(thing);
    send(thing, unique(), thing);
    send(thing, unique(), "behind");
    send(other, unique(), "fine");
    await().atMost(LONG).untilAsserted(() -> assertThat(texts(other)).containsExactly("fine"));
    await()
        .atMost(LONG)
        .untilAsserted(() -> assertThat(parked.events(thing, 10)).as("what waits").hasSize(2));
    assertThat(texts(thing)).as("nothing is left of failed attempts").isEmpty();
    assertThat(count("SELECT count(*) FROM outbox_event WHERE aggregateid = ?", thing)).isZero();
    assertThat(health().getStatus()).as("other keys flow").isEqualTo(Status.UP);
    assertThat(((ParkedSummary) health().getDetails().get("parked")).keys()).isPositive();
    assertThat(counter("failed", "test.ThingHappened.v1")).isPositive();
    assertThat(counter("parked", "test.ThingHappened.v1")).isPositive();

    handler.failing.clear();
    await()
        .atMost(LONG)
        .untilAsserted(() -> assertThat(texts(thing)).containsExactly(thing, "behind"));
  }

  @Test
  void aDatabaseThatFailsStallsThePartitionAndParksNothing() {
    String thing = unique();
    AtomicInteger failures = new AtomicInteger();
    handler.doing.put(
        thing,
        () -> {
          if (failures.incrementAndGet() <= 5) {
            throw new CannotAcquireLockException("told to wait");
          }
        });
    send(thing, unique(), thing);
    send(thing, unique(), "behind");
    awaitStatus(Status.DOWN);
    assertThat(health().getDetails().get("stalled").toString()).contains("told to wait");
    await()
        .atMost(LONG)
        .untilAsserted(() -> assertThat(texts(thing)).containsExactly(thing, "behind"));
    assertThat(parked.events(thing, 1)).isEmpty();
    awaitStatus(Status.UP);
  }

  @Test
  void whatIsNoEventOfInterestIsIgnoredAndCounted() {
    String thing = unique();
    double before = counter("ignored", "other");
    publisher.send("thing-events", thing, Map.of(), "no headers at all");
    publisher.send("thing-events", thing, Map.of(), null);
    publisher.send("thing-events", thing, Publisher.headers(unique(), "test.Unknown.v1"), "{}");
    send(thing, unique(), "behind");
    await().atMost(LONG).untilAsserted(() -> assertThat(texts(thing)).containsExactly("behind"));
    assertThat(counter("ignored", "other")).isEqualTo(before + 3);
  }

  private void send(String thing, String id, String text) {
    publisher.publish(id, new ThingHappened(thing, text));
  }

  private void awaitStatus(Status status) {
    await()
        .atMost(LONG)
        .untilAsserted(() -> assertThat(health().getStatus()).as("%s", health()).isEqualTo(status));
  }

  private Health health() {
    return health.health();
  }

  private List<String> texts(String thing) {
    return jdbc.sql("SELECT text FROM thing WHERE id = ? ORDER BY number")
        .param(thing)
        .query(String.class)
        .list();
  }

  private int count(String sql, String parameter) {
    return jdbc.sql(sql).param(parameter).query(Integer.class).single();
  }

  private double counter(String outcome, String type) {
    var counter =
        meters.find("outbox.inbox.events").tag("outcome", outcome).tag("type", type).counter();
    return counter == null ? 0 : counter.count();
  }

  private static String unique() {
    return UUID.randomUUID().toString();
  }
}
