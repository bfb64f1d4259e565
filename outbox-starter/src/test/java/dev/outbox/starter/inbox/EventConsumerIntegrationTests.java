package dev.outbox.starter.inbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.outbox.events.EventJson;
import dev.outbox.starter.sample.SampleTest;
import dev.outbox.starter.sample.ThingHandler;
import dev.outbox.starter.sample.ThingHappened;
import dev.outbox.starter.sample.ThingUpcaster;
import dev.outbox.starter.testing.Publisher;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.Status;
import org.springframework.jdbc.core.simple.JdbcClient;

@SampleTest
class EventConsumerIntegrationTests {

  private static final Duration LONG = Duration.ofSeconds(30);

  @Autowired private ThingHandler handler;
  @Autowired private InboxHealthIndicator health;
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
  void anEventCarriesTheTraceOnAndOneThatIsNoneIsLeftOut() {
    String trace = "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01";
    for (String traceparent :
        List.of(trace, "00-0-0-01", "\u0000'; DROP TABLE thing", "x".repeat(9_999))) {
      String thing = unique();
      Map<String, String> headers = Publisher.headers(unique(), "test.ThingHappened.v1");
      headers.put("traceparent", traceparent);
      headers.put("tracestate", "vendor=1");
      publisher.send(
          "thing-events", thing, headers, EventJson.write(new ThingHappened(thing, "traced")));
      await().atMost(LONG).untilAsserted(() -> assertThat(texts(thing)).containsExactly("traced"));
      boolean valid = traceparent.equals(trace);
      assertThat(
              jdbc.sql("SELECT traceparent, tracestate FROM outbox_event WHERE aggregateid = ?")
                  .param(thing)
                  .query()
                  .singleRow())
          .containsEntry("traceparent", valid ? trace : null)
          .containsEntry("tracestate", valid ? "vendor=1" : null);
    }
  }

  @Test
  void anOlderVersionIsTurnedIntoTheOneThatIsHandled() {
    String thing = unique();
    Map<String, String> headers = Publisher.headers(unique(), ThingUpcaster.V0);
    publisher.send("thing-events", thing, headers, "{\"thingId\":\"%s\"}".formatted(thing));
    await()
        .atMost(LONG)
        .untilAsserted(() -> assertThat(texts(thing)).containsExactly(ThingUpcaster.NO_TEXT));
  }

  @Test
  void anOlderVersionThatCannotBeTurnedIsParked() {
    String thing = unique();
    Map<String, String> headers = Publisher.headers(unique(), ThingUpcaster.V0);
    publisher.send("thing-events", thing, headers, "[]");
    await()
        .atMost(LONG)
        .until(() -> count("SELECT count(*) FROM inbox_parked WHERE parked_key = ?", thing) == 1);
    assertThat(
            jdbc.sql("SELECT reason FROM inbox_parked WHERE parked_key = ?")
                .param(thing)
                .query(String.class)
                .single())
        .contains("Not a valid test.ThingHappened.v0: it is no JSON object");
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
  void aDeadlockIsNoEventsFaultAndParksNothing() {
    String thing = unique();
    double failed = counter("failed", "test.ThingHappened.v1");
    handler.deadlocks.put("deadlock", 3);
    send(thing, unique(), "deadlock");
    send(thing, unique(), "behind");
    await()
        .atMost(LONG)
        .untilAsserted(() -> assertThat(texts(thing)).containsExactly("deadlock", "behind"));
    assertThat(counter("failed", "test.ThingHappened.v1")).isEqualTo(failed);
    assertThat(count("SELECT count(*) FROM inbox_parked WHERE parked_key = ?", thing)).isZero();
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
