package dev.outbox.notification.journey;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.outbox.events.EventContract;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import java.util.UUID;
import java.util.stream.Stream;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.streams.test.TestRecord;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

class JourneyTopologyTests {

  private static final JsonMapper JSON = new JsonMapper();

  /** An event of a saga: its type, when it was written, and its payload. */
  record Told(String type, Duration written, String json) {

    Told(String type, int millis) {
      this(type, millis, "{}");
    }

    Told(String type, int millis, String json) {
      this(type, Duration.ofMillis(millis), json);
    }
  }

  private static final List<Told> CONFIRMED =
      List.of(
          new Told("order.OrderPlaced", 0),
          new Told("inventory.StockReserved", 40),
          new Told("order.OrderConfirmed", 100),
          new Told("notification.NotificationSent", 130, "{\"kind\":\"ORDER_CONFIRMED\"}"));

  private static final List<Told> CANCELLED =
      Stream.concat(
              CONFIRMED.stream(),
              Stream.of(
                  new Told("order.OrderCancelled", 500, "{\"reason\":\"CUSTOMER\"}"),
                  new Told("inventory.StockReleased", 540),
                  new Told(
                      "notification.NotificationFailed",
                      600,
                      "{\"kind\":\"ORDER_CANCELLED\",\"reason\":\"REFUSED\"}")))
          .toList();

  @TempDir private Path state;
  private JourneyDriver driver;
  private final String order = UUID.randomUUID().toString();

  @BeforeEach
  void start() {
    driver = new JourneyDriver(state);
  }

  @AfterEach
  void stop() {
    driver.close();
  }

  @Test
  void anOrdersEventsOfAllServicesBecomeItsJourney() {
    tell(CONFIRMED);
    Journey journey = journey();
    assertThat(journey.state()).isEqualTo(JourneyState.CONFIRMED);
    assertThat(journey.hasEnded()).isTrue();
    assertThat(journey.duration()).contains(Duration.ofMillis(100));
    assertThat(journey.times())
        .containsExactly(null, Duration.ofMillis(40), Duration.ofMillis(60), Duration.ofMillis(30));
    assertThat(journey.steps())
        .extracting(Step::source)
        .containsExactly(
            "/order-service", "/inventory-service", "/order-service", "/notification-service");
  }

  static Stream<List<Told>> sagas() {
    return Stream.of(CONFIRMED, CANCELLED);
  }

  @ParameterizedTest
  @MethodSource("sagas")
  void eventsInAnyOrderAndMoreThanOnceMakeTheSameJourney(List<Told> saga) {
    tell(saga);
    Journey expected = journey();
    long seed = System.nanoTime();
    Random random = new Random(seed);
    for (int i = 0; i < 200; i++) {
      List<Told> mixed = new ArrayList<>(saga);
      for (int more = random.nextInt(5); more > 0; more--) {
        mixed.add(saga.get(random.nextInt(saga.size())));
      }
      Collections.shuffle(mixed, random);
      String other = UUID.randomUUID().toString();
      mixed.forEach(told -> tell(other, told));
      Journey journey = driver.journey(other);
      assertThat(journey.steps()).as("seed %d: %s", seed, mixed).isEqualTo(expected.steps());
      assertThat(journey.state()).isEqualTo(expected.state());
      assertThat(journey.hasEnded()).isEqualTo(expected.hasEnded());
      assertThat(driver.agenda().values()).containsOnlyOnce(other);
    }
  }

  @Test
  void aCancelledOrderEndsWhenItsStockIsGivenBackAndTheCustomerWasTold() {
    for (Told told : CANCELLED) {
      if (journeyIfAny() != null && told.type().contains("Cancelled")) {
        assertThat(journey().hasEnded()).isTrue();
      }
      tell(order, told);
    }
    assertThat(journey().state()).isEqualTo(JourneyState.CANCELLED);
    assertThat(journey().hasEnded()).isTrue();
    assertThat(journey().steps().get(4).detail()).isEqualTo("CUSTOMER");
    for (String last : List.of("StockReleased", "NotificationFailed", "OrderCancelled")) {
      String other = UUID.randomUUID().toString();
      CANCELLED.stream()
          .filter(told -> !told.type().endsWith(last))
          .forEach(told -> tell(other, told));
      assertThat(driver.journey(other).hasEnded())
          .as("without %s", last)
          .isEqualTo(last.equals("OrderCancelled"));
    }
  }

  @Test
  void anOrderCancelledBeforeInventoryAnsweredHasNothingToGiveBack() {
    tell(order, new Told("order.OrderPlaced", 0));
    tell(order, new Told("order.OrderCancelled", 60_000, "{\"reason\":\"TIMEOUT\"}"));
    assertThat(journey().hasEnded()).isFalse();
    tell(
        order, new Told("notification.NotificationSent", 60_100, "{\"kind\":\"ORDER_CANCELLED\"}"));
    assertThat(journey().hasEnded()).isTrue();
  }

  @Test
  void anEventOfATypeNobodyKnowsIsAStep() {
    tell(order, new Told("order.OrderPlaced", 0));
    tell(order, new Told("order.OrderWrapped", 50));
    assertThat(journey().steps()).hasSize(2);
    assertThat(journey().state()).isEqualTo(JourneyState.PENDING);
  }

  @Test
  void noKeyGrowsWithoutEnd() {
    for (int i = 0; i < 2 * Journey.MOST_STEPS; i++) {
      driver.event(order, "order.OrderWrapped", "id-" + i, Duration.ofMillis(i), "{}");
    }
    assertThat(journey().steps()).hasSize(Journey.MOST_STEPS);
    assertThat(driver.count("journeys.events", "outcome", "duplicate"))
        .isEqualTo(Journey.MOST_STEPS);
  }

  @Test
  void journeysAreThereAfterARestart(@TempDir Path next) {
    tell(CONFIRMED.subList(0, 2));
    driver = driver.restart(next, Duration.ZERO);
    tell(CONFIRMED.subList(1, 4));
    assertThat(journey().steps()).hasSize(4);
    assertThat(driver.count("journeys.events", "outcome", "duplicate")).isEqualTo(1);
  }

  @Test
  void eachChangeIsPublished() {
    tell(CONFIRMED);
    tell(CONFIRMED);
    List<TestRecord<byte[], byte[]>> updates = driver.written(JourneyTopology.UPDATES);
    assertThat(updates).hasSize(4);
    JsonNode last = JSON.readTree(updates.get(3).value());
    assertThat(last.get("state").asString()).isEqualTo("CONFIRMED");
    assertThat(last.get("durationSeconds").asDouble()).isEqualTo(0.1);
    assertThat(last.at("/steps/1/tookSeconds").asDouble()).isEqualTo(0.04);
    assertThat(last.at("/steps/3/detail").asString()).isEqualTo("ORDER_CONFIRMED");
  }

  @Test
  void ordersAreCountedByOutcomeAndTheirTimeIsTakenOnce() {
    tell(CANCELLED);
    tell(CANCELLED);
    assertThat(driver.count("journeys.outcomes", "outcome", "confirmed")).isEqualTo(1);
    assertThat(driver.count("journeys.outcomes", "outcome", "cancelled")).isEqualTo(1);
    assertThat(driver.meters().get("journeys.duration").timer().count()).isEqualTo(1);
  }

  @Test
  void aSagaThatDoesNotMoveRaisesSagaStalledOnce() {
    tell(CONFIRMED.subList(0, 2));
    driver.advance(Duration.ofSeconds(29));
    assertThat(driver.written("notification-events")).isEmpty();
    driver.advance(Duration.ofSeconds(2));
    assertThat(journey().isStalled()).isTrue();
    driver.advance(Duration.ofMinutes(10));
    List<TestRecord<byte[], byte[]>> raised = driver.written("notification-events");
    assertThat(raised).hasSize(1);
    assertIsStalled(raised.get(0));
    assertThat(JSON.readTree(raised.get(0).value()).get("lastEventType").asString())
        .isEqualTo("dev.outbox.inventory.StockReserved.v1");
  }

  @ParameterizedTest
  @ValueSource(ints = {-86_400, -1, 1, 86_400})
  void whereOnesClockIsWrongNothingTakesLessThanNoTime(int seconds) {
    tell(skewed(Duration.ofSeconds(seconds)));
    assertThat(journey().state()).isEqualTo(JourneyState.CONFIRMED);
    assertThat(journey().hasEnded()).isTrue();
    assertThat(journey().times())
        .filteredOn(Objects::nonNull)
        .allSatisfy(time -> assertThat(time).isGreaterThanOrEqualTo(Duration.ZERO));
    assertThat(journey().duration())
        .get()
        .satisfies(time -> assertThat(time).isGreaterThanOrEqualTo(Duration.ZERO));
  }

  @ParameterizedTest
  @ValueSource(ints = {-86_400, 86_400})
  void whereOnesClockIsWrongASagaIsStalledAfterTheLimitAllTheSame(int seconds) {
    tell(skewed(Duration.ofSeconds(seconds)).subList(0, 2));
    driver.advance(Duration.ofSeconds(29));
    assertThat(driver.written("notification-events")).isEmpty();
    driver.advance(Duration.ofSeconds(2));
    assertThat(driver.written("notification-events")).hasSize(1);
  }

  /** The saga as it is told if inventory's clock is wrong. */
  private static List<Told> skewed(Duration wrong) {
    return CONFIRMED.stream()
        .map(
            told ->
                told.type().startsWith("inventory")
                    ? new Told(told.type(), told.written().plus(wrong), told.json())
                    : told)
        .toList();
  }

  @Test
  void itClearsWhenTheSagaMovesAndIsRaisedForTheNextStepAnew() {
    tell(CONFIRMED.subList(0, 1));
    driver.advance(Duration.ofSeconds(31));
    tell(CONFIRMED.subList(1, 2));
    assertThat(journey().isStalled()).isFalse();
    driver.advance(Duration.ofSeconds(31));
    List<TestRecord<byte[], byte[]>> raised = driver.written("notification-events");
    assertThat(raised).extracting(record -> header(record, "ce_id")).doesNotHaveDuplicates();
    assertThat(raised).hasSize(2);
    tell(CONFIRMED.subList(2, 4));
    driver.advance(Duration.ofMinutes(1));
    assertThat(driver.written("notification-events")).isEmpty();
    assertThat(journey().isStalled()).isFalse();
  }

  @Test
  void thatASagaHasStalledIsAStepThatDoesNotMoveIt() {
    tell(CONFIRMED.subList(0, 1));
    driver.advance(Duration.ofSeconds(31));
    comeBack(driver.written("notification-events"));
    assertThat(journey().isStalled()).isTrue();
    assertThat(journey().steps()).hasSize(2);
    driver.advance(Duration.ofMinutes(2));
    assertThat(driver.written("notification-events")).isEmpty();
    driver.event(order, "inventory.StockReserved", "late", Duration.ofSeconds(40), "{}");
    assertThat(journey().times())
        .containsExactly(null, Duration.ofSeconds(31), Duration.ofSeconds(40));
  }

  @Test
  void whereOnlyTheTellingIsKnownNothingIsRaised() {
    driver.event(order, "notification.SagaStalled", "raised before", Duration.ZERO, "{}");
    driver.advance(Duration.ofMinutes(1));
    assertThat(driver.written("notification-events")).isEmpty();
    tell(CONFIRMED.subList(0, 1));
    driver.advance(Duration.ofMinutes(1));
    assertThat(driver.written("notification-events")).hasSize(1);
  }

  @Test
  void theIdOfSagaStalledFollowsFromOrderAndStep(@TempDir Path elsewhere) {
    tell(CONFIRMED.subList(0, 1));
    driver.advance(Duration.ofSeconds(31));
    String id = header(driver.written("notification-events").get(0), "ce_id");
    driver.close();
    driver = new JourneyDriver(elsewhere, driver.now().plusSeconds(100));
    tell(CONFIRMED.subList(0, 1));
    driver.advance(Duration.ofSeconds(40));
    assertThat(header(driver.written("notification-events").get(0), "ce_id")).isEqualTo(id);
  }

  @Test
  void afterARestartSagasGetTheirTimeAnewSinceTheirEventsMayBeWaiting(@TempDir Path next) {
    tell(CONFIRMED.subList(0, 1));
    driver = driver.restart(next, Duration.ofHours(1));
    driver.advance(Duration.ofSeconds(20));
    assertThat(driver.written("notification-events")).isEmpty();
    driver.advance(Duration.ofSeconds(20));
    assertThat(driver.written("notification-events")).hasSize(1);
  }

  @Test
  void whileOldEventsComeInNothingIsTakenForStalled() {
    tell(CONFIRMED.subList(0, 1));
    for (int i = 0; i < 10; i++) {
      driver.advance(Duration.ofSeconds(10));
      old("old-" + i);
    }
    assertThat(driver.written("notification-events")).isEmpty();
    driver.advance(Duration.ofSeconds(31));
    assertThat(driver.written("notification-events")).isNotEmpty();
  }

  @Test
  void finishedJourneysAndThoseThatNeverFinishAreDroppedAfterTheRetention() {
    tell(CONFIRMED);
    String stuck = UUID.randomUUID().toString();
    tell(stuck, CONFIRMED.get(0));
    driver.advance(Duration.ofDays(7).minusSeconds(10));
    assertThat(driver.orderIds()).containsExactlyInAnyOrder(order, stuck);
    driver.advance(Duration.ofSeconds(20));
    assertThat(driver.orderIds()).isEmpty();
    assertThat(driver.agenda()).isEmpty();
  }

  static Stream<Unreadable> unreadable() {
    byte[] key = UUID.randomUUID().toString().getBytes(UTF_8);
    return Stream.of(
        new Unreadable("it has no key", null, "ce_id", "x", "{}"),
        new Unreadable("its key is no order id: apple", "apple".getBytes(UTF_8), "", "", "{}"),
        new Unreadable("its key is no UTF-8", new byte[] {(byte) 0xff}, "", "", "{}"),
        new Unreadable("its key must have 1 to 255 bytes", new byte[70_000], "", "", "{}"),
        new Unreadable("it has no ce_id", key, "ce_id", null, "{}"),
        new Unreadable("it has no ce_type", key, "ce_type", null, "{}"),
        new Unreadable("it has no ce_source", key, "ce_source", null, "{}"),
        new Unreadable("it has no ce_time", key, "ce_time", null, "{}"),
        new Unreadable("its ce_id must have 1 to 255 bytes", key, "ce_id", "", "{}"),
        new Unreadable("its ce_time is no time: noon", key, "ce_time", "noon", "{}"),
        new Unreadable("it has no value", key, "", "", null),
        new Unreadable("its value is no JSON", key, "", "", "{\"a\":"),
        new Unreadable("its value is no JSON", key, "", "", ""),
        new Unreadable("its value is no JSON object", key, "", "", "[]"),
        new Unreadable("another order", key, "", "", "{\"orderId\":\"x\"}"),
        new Unreadable("another order", key, "", "", "{\"orderId\":\"" + "x".repeat(9_999) + "\"}"),
        new Unreadable("no order id: a?b", "a\nb".getBytes(UTF_8), "", "", "{}"),
        new Unreadable("its value is no JSON", key, "", "", "[".repeat(100_000)),
        new Unreadable("its value is no JSON", key, "", "", "x".repeat(1_000_000)));
  }

  /** A record that is an event but for one header (null: without it), its key or its value. */
  record Unreadable(
      String reason,
      byte @Nullable [] key,
      String name,
      @Nullable String header,
      @Nullable String value) {

    @Override
    public String toString() {
      return reason;
    }
  }

  @ParameterizedTest
  @MethodSource("unreadable")
  void whatCannotBeReadIsPutAsideAndCountedAndTheRestGoesOn(Unreadable record) {
    Headers headers = headers("an-id");
    if (!record.name().isEmpty()) {
      headers.remove(record.name());
      if (record.header() != null) {
        JourneyDriver.header(headers, record.name(), record.header());
      }
    }
    driver.record("order-events", record.key(), headers, record.value());
    tell(CONFIRMED);
    assertThat(driver.orderIds()).containsExactly(order);
    assertThat(driver.count("journeys.events", "outcome", "unreadable")).isEqualTo(1);
    TestRecord<byte[], byte[]> aside = driver.written(JourneyTopology.UNREADABLE).get(0);
    assertThat(header(aside, "journey-reason")).contains(record.reason()).hasSizeLessThan(501);
    assertThat(header(aside, "journey-place")).isEqualTo("order-events-0@0");
    boolean fits = record.value() == null || record.value().length() < 512 * 1024;
    assertThat(aside.value())
        .isEqualTo(fits && record.value() != null ? record.value().getBytes(UTF_8) : null);
    assertThat(aside.key()).isEqualTo(fits ? record.key() : null);
  }

  private static void assertIsStalled(TestRecord<byte[], byte[]> record) {
    EventContract contract = EventContract.of("dev.outbox.notification.SagaStalled.v1");
    JsonNode payload = JSON.readTree(record.value());
    assertThat(contract.violations(payload)).isEmpty();
    assertThat(new String(record.key(), UTF_8)).isEqualTo(payload.get("orderId").asString());
    assertThat(header(record, "ce_specversion")).isEqualTo("1.0");
    assertThat(header(record, "ce_type")).isEqualTo(contract.type());
    assertThat(header(record, "ce_subject")).isEqualTo(payload.get("orderId").asString());
    assertThat(header(record, "ce_dataschema")).isEqualTo(contract.schema().get("$id").asString());
    assertThat(header(record, "ce_source")).startsWith("/notification-service");
    assertThat(header(record, "content-type")).isEqualTo("application/json");
    assertThat(UUID.fromString(header(record, "ce_id"))).isNotNull();
    assertThat(header(record, "ce_time")).matches("2026-.*T.*\\.\\d{6}Z");
  }

  /** As Kafka brings it back: the topic is one of those that are read. */
  private void comeBack(List<TestRecord<byte[], byte[]>> records) {
    records.forEach(
        record ->
            driver.record(
                "notification-events",
                record.key(),
                record.headers(),
                new String(record.value(), UTF_8)));
  }

  private void old(String eventId) {
    driver.record(
        "order-events",
        UUID.randomUUID().toString().getBytes(UTF_8),
        headers(eventId),
        "{}",
        Instant.EPOCH);
  }

  private static Headers headers(String eventId) {
    Headers headers = new RecordHeaders();
    JourneyDriver.header(headers, "ce_id", eventId);
    JourneyDriver.header(headers, "ce_type", "dev.outbox.order.OrderPlaced.v1");
    JourneyDriver.header(headers, "ce_source", "/order-service");
    JourneyDriver.header(headers, "ce_time", "2026-11-23T09:30:00.123456Z");
    return headers;
  }

  private void tell(List<Told> saga) {
    saga.forEach(told -> tell(order, told));
  }

  private void tell(String orderId, Told told) {
    driver.event(orderId, told.type(), "id-of-" + told.type(), told.written(), told.json());
  }

  private Journey journey() {
    Journey journey = journeyIfAny();
    assertThat(journey).isNotNull();
    return journey;
  }

  private @Nullable Journey journeyIfAny() {
    return driver.journey(order);
  }

  private static String header(TestRecord<byte[], byte[]> record, String name) {
    Header header = record.headers().lastHeader(name);
    assertThat(header).as(name).isNotNull();
    return new String(header.value(), UTF_8);
  }
}
