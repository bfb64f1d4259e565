package dev.outbox.endtoend;

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
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Debezium on Kafka Connect instead of the relay: the steps of docs/connect.md, one by one. */
class ConnectEndToEndTests {

  private static final List<String> TOPICS =
      List.of("order-events", "inventory-events", "notification-events");

  private static SagaSystem system;
  private static ConnectWorker connect;

  private final String sku = "sku-" + UUID.randomUUID();

  @BeforeAll
  static void start() {
    system = SagaSystem.start();
    connect = new ConnectWorker(system.kafka.bootstrapServers(), system.mysql.port());
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
    system.stock(sku, 1000);
    system.mysql.execute(ConnectWorker.sql("account.sql"));
    connect.start();
    try (Load load = new Load(system, sku, 300, 2)) {
      relayToConnect();
      load.join();
      awaitTold(load.accepted().size());
    }
    assertPublishedAlike();
    long before = events();

    // The relay is off: all of this goes by Connect.
    try (Load load = new Load(system, sku, 100, 2)) {
      await().atMost(LONG).until(() -> load.tried() > 30);
      connect.kill();
      connect.start();
      load.join();
    }
    awaitTold(400);
    System.out.println("before " + before + " after " + events());

    system.relay.start();
    try (Load load = new Load(system, sku, 200, 2)) {
      connectToRelay();
      load.join();
    }
    awaitTold(600);
  }

  private void relayToConnect() throws IOException {
    connect.register();
    connect.awaitStreaming();
    String streaming = text("SELECT NOW(6)");
    await("the relay has published what was there before")
        .atMost(LONG)
        .until(() -> rowsBefore(streaming) == 0);
    relay("pause");
    assertThat(rowsBefore(streaming)).isZero();
    system.relay.close();
  }

  private void connectToRelay() {
    for (String outbox : ConnectWorker.CONNECTORS) {
      system.mysql.execute(
          "SET SESSION TRANSACTION ISOLATION LEVEL READ COMMITTED; DELETE FROM %s.outbox_event"
              .formatted(outbox));
    }
    String executed = text("SELECT @@global.gtid_executed").replace("\n", "");
    for (String outbox : ConnectWorker.CONNECTORS) {
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
    for (String outbox : ConnectWorker.CONNECTORS) {
      assertThat(
              Http.postAs(
                      "operator",
                      SagaSystem.OPERATOR_PASSWORD,
                      system.relay.url() + "/api/outboxes/" + outbox + "/" + act)
                  .status())
          .isEqualTo(200);
    }
  }

  /** Each event that both have published looks the same. */
  private void assertPublishedAlike() {
    Map<String, List<Wire>> events = PublishedRecords.byEvent(system.kafka, TOPICS);
    List<List<Wire>> twice = events.values().stream().filter(of -> of.size() > 1).toList();
    System.out.println(events.size() + " events, twice " + twice.size());
    System.out.println(twice.isEmpty() ? "" : twice.get(0));
    assertThat(twice).isNotEmpty();
    assertThat(twice).allSatisfy(of -> assertThat(of.get(1)).isEqualTo(of.get(0)));
  }

  private long events() {
    return PublishedRecords.byEvent(system.kafka, TOPICS).values().stream()
        .mapToLong(List::size)
        .sum();
  }

  private long rowsBefore(String time) {
    return ConnectWorker.CONNECTORS.stream()
        .mapToLong(
            outbox ->
                system.number(
                    "SELECT COUNT(*) FROM %s.outbox_event WHERE created_at < '%s'"
                        .formatted(outbox, time)))
        .sum();
  }

  /** Waits until each order is confirmed, and its customer told once. */
  private void awaitTold(int orders) {
    String ids = "SELECT order_id FROM orders.order_line WHERE sku = '" + sku + "'";
    await(orders + " orders are confirmed, and every customer is told")
        .atMost(LONG)
        .pollInterval(Duration.ofMillis(500))
        .untilAsserted(
            () -> {
              assertThat(
                      system.number(
                          "SELECT COUNT(*) FROM orders.orders WHERE status = 'CONFIRMED' AND id IN ("
                              + ids
                              + ")"))
                  .isEqualTo(orders);
              assertThat(
                      system.number(
                          "SELECT COUNT(*) FROM notifications.notification WHERE status = 'SENT'"
                              + " AND order_id IN ("
                              + ids
                              + ")"))
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
