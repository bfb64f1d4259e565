package dev.outbox.notification.journey;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Whatever a record holds, it is shown or put aside, and the events after it go on. */
class OddRecordsTests {

  private static final JsonMapper JSON = new JsonMapper();

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

  @ParameterizedTest
  @ValueSource(strings = {"0000-01-01T00:00:00Z", "0001-01-01T00:00:00Z", "9999-12-31T23:59:59Z"})
  void anEventOfAnExtremeTimeIsShown(String time) {
    OddRecords.event("order.OrderPlaced", "placed").time(time).send(driver, order);
    OddRecords.event("order.OrderConfirmed", "confirmed").send(driver, order);
    assertThat(driver.journey(order).steps()).hasSize(2);
    JsonNode update = JSON.readTree(lastUpdate());
    assertThat(update.at("/steps/1/tookSeconds").isNumber()).isTrue();
    assertTheRestGoesOn();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "-0001-01-01T00:00:00Z",
        "+10000-01-01T00:00:00Z",
        "-1000000000-01-01T00:00:00Z",
        "+1000000000-12-31T23:59:59.999999999Z",
        "2026-13-01T00:00:00Z",
        "2026-11-23",
        "1764115200000"
      })
  void aTimeThatIsNoneIsPutAside(String time) {
    OddRecords.event("order.OrderPlaced", "placed").send(driver, order);
    OddRecords.event("order.OrderConfirmed", "confirmed").time(time).send(driver, order);
    assertThat(driver.written(JourneyTopology.UNREADABLE)).hasSize(1);
    assertTheRestGoesOn();
  }

  static Stream<OddRecords.Odd> odd() {
    return OddRecords.all();
  }

  @ParameterizedTest
  @MethodSource("odd")
  void anOddRecordIsShownOrPutAside(OddRecords.Odd odd) {
    OddRecords.event("order.OrderPlaced", "placed").send(driver, order);
    odd.send(driver, order);
    int steps = driver.journey(order).steps().size();
    assertThat(steps - 1 + driver.written(JourneyTopology.UNREADABLE).size()).isEqualTo(1);
    assertTheRestGoesOn();
  }

  @Test
  void recordsOfAnyBytesAreShownOrPutAside() {
    long seed = System.nanoTime();
    Random random = new Random(seed);
    for (int i = 0; i < 500; i++) {
      OddRecords.random(random).send(driver, order);
    }
    assertThat(driver.count("journeys.events", "outcome", "unreadable"))
        .as("seed " + seed)
        .isPositive();
    assertTheRestGoesOn();
  }

  @Test
  void textOfAnEventCannotForgeALineOfTheLog() {
    for (String name : List.of("ce_id", "ce_type", "ce_source")) {
      OddRecords.event("order.OrderPlaced", "placed")
          .header(name, "x\n2026-12-01 ERROR forged\u0085forged".getBytes(UTF_8))
          .send(driver, order);
    }
    driver.advance(Duration.ofMinutes(1));
    assertThat(driver.journey(order)).isNull();
    List<String> reasons = new ArrayList<>();
    driver
        .written(JourneyTopology.UNREADABLE)
        .forEach(
            r -> reasons.add(new String(r.headers().lastHeader("journey-reason").value(), UTF_8)));
    assertThat(reasons)
        .hasSize(3)
        .noneMatch(reason -> reason.matches("(?s).*[\\p{C}\\u2028\\u2029].*"));
  }

  @Test
  void aFailureThatIsNotKnownPutsTheRecordAside(@TempDir Path other) {
    driver.close();
    // So long ago that there is no such time: nothing of the topology expects that.
    Duration everFailing = Duration.ofSeconds(Long.MAX_VALUE);
    driver =
        new JourneyDriver(
            other,
            JourneyDriver.START,
            new JourneyProperties(
                everFailing,
                everFailing,
                Duration.ofSeconds(1),
                null,
                Duration.ofSeconds(2),
                null,
                null,
                20,
                Duration.ofSeconds(10)));
    OddRecords.event("order.OrderPlaced", "placed").send(driver, order);
    driver.advance(Duration.ofMinutes(1)); // The checks fail, too.
    var aside = driver.written(JourneyTopology.UNREADABLE).get(0);
    assertThat(aside.key()).isEqualTo(order.getBytes(UTF_8));
    assertThat(aside.value()).isEqualTo("{}".getBytes(UTF_8));
    assertThat(aside.headers().lastHeader("ce_id").value()).isEqualTo("placed".getBytes(UTF_8));
    assertThat(new String(aside.headers().lastHeader("journey-reason").value(), UTF_8))
        .contains("cannot be handled");
    assertThat(new String(aside.headers().lastHeader("journey-place").value(), UTF_8))
        .isEqualTo("order-events-0@0");
    assertThat(driver.count("journeys.events", "outcome", "unreadable")).isEqualTo(1);
    assertThat(driver.journey(order)).isNull();
  }

  private String lastUpdate() {
    var updates = driver.written(JourneyTopology.UPDATES);
    return new String(updates.get(updates.size() - 1).value(), UTF_8);
  }

  private void assertTheRestGoesOn() {
    String other = UUID.randomUUID().toString();
    OddRecords.event("order.OrderPlaced", "other-placed").send(driver, other);
    driver.advance(Duration.ofSeconds(40));
    OddRecords.event("order.OrderConfirmed", "other-confirmed").send(driver, other);
    assertThat(driver.journey(other).state()).isEqualTo(JourneyState.CONFIRMED);
    driver.written(JourneyTopology.UPDATES).forEach(update -> JSON.readTree(update.value()));
    driver.advance(Duration.ofDays(8));
    driver.advance(Duration.ofDays(8));
    assertThat(driver.journey(other)).isNull();
  }
}
