package dev.outbox.endtoend;

import static dev.outbox.endtoend.ConnectWorker.CONNECTORS;
import static dev.outbox.endtoend.SagaSystem.LONG;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.outbox.endtoend.PublishedRecords.Wire;
import java.io.IOException;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.LocalTime;
import java.time.temporal.ChronoUnit;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/** Debezium on Kafka Connect instead of the relay: the steps of docs/connect.md, one by one. */
class ConnectEndToEndTests {

  private static final List<String> TOPICS =
      List.of("order-events", "inventory-events", "notification-events", "wire-events");

  /** What is hard to write alike: columns that are null, characters, times, numbers. */
  private static final List<String> ROWS =
      List.of(
          "'k-1', 'a.B.v1', '{\"a\": 1.10,  \"b\":\"ä €\"}', NULL, NULL, NULL, '2026-02-03 04:05:06.120000'",
          "'k-2 ü/€', 'a.B.v1', '[1]', 'urn:x', NULL, NULL, '2026-02-03 04:05:06.000000'",
          "'42', '1.0', '\"text\"', NULL, CONCAT('00-', REPEAT('a', 32), '-', REPEAT('b', 16), '-01'), NULL,"
              + " '2026-02-03 04:05:06.000001'",
          "'true', 'a', ' {} ', 'https://example.org/s.json', CONCAT('00-', REPEAT('a', 32), '-',"
              + " REPEAT('b', 16), '-01'), 'k=v,x=1', '2026-12-31 23:59:59.999999'",
          "'null', 'null', 'null', NULL, NULL, 'k=v', '2026-02-03 04:00:00.100000'");

  private static SagaSystem system;
  private static ConnectWorker connect;

  private final String sku = "sku-" + UUID.randomUUID();

  @BeforeAll
  static void start() throws IOException {
    system = SagaSystem.start();
    system.mysql.execute(ConnectWorker.sql("account.sql"));
    connect = new ConnectWorker(system.kafka.bootstrapServers(), system.mysql.port());
    connect.start();
  }

  @AfterAll
  static void stop() {
    if (connect != null) {
      connect.close();
    }
    if (system != null) {
      system.close();
    }
  }

  @Test
  void eventsMoveFromTheRelayToConnectAndBackWhileOrdersComeAndNothingIsLost() throws Exception {
    system.stock(sku, 100_000);
    SteadyOrders orders = new SteadyOrders(system, sku);
    relayToConnect();
    orders.stop();
    awaitTold(orders.placed());
    Map<String, Integer> moved = times();
    say("moved to Connect", moved);

    SteadyOrders byConnect = new SteadyOrders(system, sku);
    await().atMost(LONG).until(() -> byConnect.placed() > 20);
    connect.kill();
    connect.start();
    assertTheSagaGoesOn();
    byConnect.stop();
    awaitTold(orders.placed() + byConnect.placed());
    Map<String, Integer> connected = times();
    say("published by Connect, killed once", connected);
    assertThat(published(connected, moved)).hasSizeGreaterThan(80).containsOnly(1);

    system.relay.start();
    SteadyOrders back = new SteadyOrders(system, sku);
    connectToRelay();
    back.stop();
    awaitTold(orders.placed() + byConnect.placed() + back.placed());
    await().atMost(LONG).until(() -> rows() == 0);
    Map<String, Integer> returned = times();
    say("moved to the relay", returned);

    assertTheSagaGoesOn();
    Map<String, Integer> relayed = times();
    say("published by the relay", relayed);
    assertThat(published(relayed, returned)).hasSizeGreaterThan(5).containsOnly(1);
    assertPublishedAlike();
  }

  private void relayToConnect() throws IOException {
    connect.register();
    connect.awaitStreaming();
    String streaming = text("SELECT NOW(6)");
    ROWS.forEach(row -> append(row));
    await("the relay has published what was there before")
        .atMost(LONG)
        .until(() -> rowsBefore(streaming) == 0);
    relay("pause");
    assertThat(rowsBefore(streaming)).isZero();
    system.relay.close();
    String old = append("'k-1', 'a.B.v1', '{}', NULL, NULL, NULL, '2026-02-03 04:05:06'");
    for (String event : ConnectWorker.sql("purge.sql").split("DELIMITER //|//\n")) {
      if (!event.isBlank() && event.contains("CREATE")) {
        system.mysql.execute(event);
      }
    }
    await("old rows are deleted").atMost(LONG).until(() -> rowsBefore("2026-03-01") == 0);
    assertThat(rows()).isPositive();
    await().atMost(LONG).until(() -> times().containsKey(old));
  }

  private void connectToRelay() {
    for (String outbox : CONNECTORS) {
      system.mysql.execute(
          """
          DROP EVENT %s.outbox_purge;
          SET SESSION TRANSACTION ISOLATION LEVEL READ COMMITTED;
          DELETE FROM %s.outbox_event;
          """
              .formatted(outbox, outbox));
    }
    String executed = text("SELECT @@global.gtid_executed").replace("\n", "");
    for (String outbox : CONNECTORS) {
      await("Connect has published what was deleted")
          .atMost(LONG)
          .until(
              () ->
                  system.number(
                          "SELECT GTID_SUBSET('%s', '%s')"
                              .formatted(executed, connect.position(outbox)))
                      == 1);
    }
    connect.stopConnectors();
    system.awaitHealthy();
    relay("resume");
    connect.forgetConnectors();
  }

  private void relay(String act) {
    for (String outbox : CONNECTORS) {
      String url = system.relay.url() + "/api/outboxes/" + outbox + "/" + act;
      assertThat(Http.postAs("operator", SagaSystem.OPERATOR_PASSWORD, url).status())
          .isEqualTo(200);
    }
  }

  private void assertTheSagaGoesOn() {
    String other = "sku-" + UUID.randomUUID();
    system.stock(other, 5);
    String confirmed = system.place(other, 3);
    system.awaitStatus(confirmed, "CONFIRMED");
    system.awaitStatus(system.place(other, 3), "REJECTED");
    system.cancel(confirmed);
    await()
        .atMost(LONG)
        .untilAsserted(
            () -> {
              assertThat(system.stock(other).get("reserved").asInt()).isZero();
              assertThat(system.notifications(confirmed)).hasSize(2);
              JsonNode journey = system.journey(confirmed);
              assertThat(journey.path("state").asString("")).isEqualTo("CANCELLED");
              assertThat(journey.get("ended").asBoolean()).isTrue();
            });
  }

  /** Events that both have published cannot be told from each other. */
  private void assertPublishedAlike() {
    Map<String, List<Wire>> events = PublishedRecords.byEvent(system.kafka, TOPICS);
    List<List<Wire>> twice = events.values().stream().filter(of -> of.size() > 1).toList();
    assertThat(twice).allSatisfy(of -> assertThat(of.get(1)).isEqualTo(of.get(0)));
    assertThat(twice.stream().filter(of -> of.get(0).topic().equals("wire-events")))
        .hasSize(ROWS.size());
  }

  private static void say(String what, Map<String, Integer> times) {
    System.out.printf(
        "%s: %s; until now %d events, of which %d came twice%n",
        LocalTime.now().truncatedTo(ChronoUnit.SECONDS),
        what,
        times.size(),
        times.values().stream().filter(count -> count > 1).count());
  }

  private static Map<String, Integer> times() {
    Map<String, Integer> times = new HashMap<>();
    PublishedRecords.byEvent(system.kafka, TOPICS).forEach((id, of) -> times.put(id, of.size()));
    return times;
  }

  /** How often events were published that were not there before. */
  private static List<Integer> published(Map<String, Integer> now, Map<String, Integer> before) {
    return now.entrySet().stream()
        .filter(event -> !before.containsKey(event.getKey()))
        .map(Map.Entry::getValue)
        .toList();
  }

  private static String append(String row) {
    String id = UUID.randomUUID().toString();
    system.mysql.execute(
        """
        INSERT INTO orders.outbox_event (id, aggregatetype, aggregateid, type, payload, dataschema,
          traceparent, tracestate, created_at) VALUES ('%s', 'wire', %s)"""
            .formatted(id, row));
    return id;
  }

  private static long rows() {
    return rowsBefore("2030-01-01");
  }

  private static long rowsBefore(String time) {
    return CONNECTORS.stream()
        .mapToLong(
            outbox ->
                system.number(
                    "SELECT COUNT(*) FROM %s.outbox_event WHERE created_at < '%s'"
                        .formatted(outbox, time)))
        .sum();
  }

  /** Waits until each order is confirmed, and its customer told once. */
  private void awaitTold(int orders) {
    String ids = "(SELECT order_id FROM orders.order_line WHERE sku = '" + sku + "')";
    await(orders + " orders are confirmed, and every customer is told")
        .atMost(LONG)
        .pollInterval(Duration.ofMillis(500))
        .untilAsserted(
            () -> {
              assertThat(
                      system.number(
                          "SELECT COUNT(*) FROM orders.orders WHERE status = 'CONFIRMED' AND id IN "
                              + ids))
                  .isEqualTo(orders);
              assertThat(
                      system.number(
                          "SELECT COUNT(*) FROM notifications.notification"
                              + " WHERE status = 'SENT' AND order_id IN "
                              + ids))
                  .isEqualTo(orders);
            });
  }

  private static String text(String sql) {
    try (Connection connection =
            DriverManager.getConnection(
                system.mysql.jdbcUrl(""),
                system.mysql.adminUsername(),
                system.mysql.adminPassword());
        Statement statement = connection.createStatement();
        ResultSet rows = statement.executeQuery(sql)) {
      rows.next();
      return rows.getString(1);
    } catch (SQLException e) {
      throw new IllegalStateException(sql, e);
    }
  }
}
