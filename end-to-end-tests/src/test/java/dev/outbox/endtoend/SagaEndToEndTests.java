package dev.outbox.endtoend;

import static dev.outbox.endtoend.SagaSystem.LONG;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.outbox.endtoend.TraceCollector.CollectedSpan;
import dev.outbox.endtoend.observability.Monitoring;
import dev.outbox.endtoend.observability.Query;
import dev.outbox.endtoend.observability.Scrape;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import tools.jackson.databind.JsonNode;

/** The saga over the packaged applications, also while they are killed. */
class SagaEndToEndTests {

  private static SagaSystem system;

  private final String sku = "sku-" + UUID.randomUUID();

  @BeforeAll
  static void start() {
    system = SagaSystem.start();
  }

  @AfterAll
  static void stop() {
    if (system != null) {
      system.close();
    }
  }

  @Test
  void anOrderForWhatThereIsIsConfirmedReservedAndToldToTheCustomer() {
    system.stock(sku, 10);
    String order = system.place(sku, 3);
    system.awaitStatus(order, "CONFIRMED");
    assertStock(10, 3);
    JsonNode reservation = Http.get(system.inventory.url() + "/reservations/" + order).body();
    assertThat(reservation.get("status").asString()).isEqualTo("RESERVED");
    await()
        .atMost(LONG)
        .untilAsserted(
            () -> {
              JsonNode messages = system.notifications(order);
              assertThat(messages).hasSize(1);
              assertThat(messages.get(0).get("status").asString()).isEqualTo("SENT");
            });
    await()
        .atMost(LONG)
        .untilAsserted(
            () -> {
              JsonNode journey = system.journey(order);
              assertThat(journey.path("state").asString("")).isEqualTo("CONFIRMED");
              assertThat(journey.get("ended").asBoolean()).isTrue();
              assertThat(journey.get("steps")).hasSize(4);
            });
    JsonNode mails = system.mails(sku);
    assertThat(mails).hasSize(1);
    assertThat(mails.get(0).get("subject").asString()).isEqualTo("Your order is confirmed");
    assertThat(mails.get(0).get("mimeMessage").asString()).contains(order);
  }

  @Test
  void theApplicationsHaveAllThatDashboardsAndAlertsAskFor() {
    system.stock(sku, 10);
    system.awaitStatus(system.place(sku, 3), "CONFIRMED");
    List<Query> queries = Monitoring.queries();
    assertThat(queries).hasSizeGreaterThan(40);
    await()
        .atMost(LONG)
        .untilAsserted(
            () -> {
              Scrape scrape = new Scrape();
              for (Application application : system.applications()) {
                scrape.add(
                    application.name(), Http.text(application.url() + "/actuator/prometheus"));
              }
              assertThat(queries).flatExtracting(scrape::missing).isEmpty();
            });
  }

  @Test
  void oneTraceLeadsFromTheRequestThroughTheOutboxesToTheCustomer() {
    system.stock(sku, 10);
    String trace = UUID.randomUUID().toString().replace("-", "");
    String caller = "b7ad6b7169203331";
    Http.Answer answer =
        Http.post(
            system.orders.url() + "/orders",
            SagaSystem.order(sku, 3),
            "traceparent",
            "00-" + trace + "-" + caller + "-01");
    String order = answer.body().get("orderId").asString();
    await()
        .atMost(LONG)
        .untilAsserted(
            () ->
                assertThat(Topics.records(system.kafka.bootstrapServers(), order))
                    .extracting(event -> Topics.header(event, "ce_type"))
                    .contains("dev.outbox.notification.NotificationSent.v1"));
    assertThat(Topics.records(system.kafka.bootstrapServers(), order))
        .hasSize(4)
        .allSatisfy(
            event ->
                assertThat(Topics.header(event, "traceparent"))
                    .matches("00-" + trace + "-[0-9a-f]{16}-01"));
    await()
        .atMost(LONG)
        .untilAsserted(
            () -> {
              List<CollectedSpan> spans = system.traces.ofTrace(trace);
              assertThat(spans)
                  .extracting(span -> span.service() + ": " + span.name())
                  .contains(
                      "order-service: http post /orders",
                      "inventory-service: handle dev.outbox.order.OrderPlaced.v1",
                      "order-service: handle dev.outbox.inventory.StockReserved.v1",
                      "notification-service: handle dev.outbox.order.OrderConfirmed.v1",
                      "notification-service: send message",
                      "notification-service: record message");
              assertThat(spans)
                  .as("each hangs on another, the first on the caller's")
                  .allSatisfy(
                      span ->
                          assertThat(span.parent())
                              .isIn(
                                  Stream.concat(
                                          Stream.of(caller), spans.stream().map(CollectedSpan::id))
                                      .toList()));
            });
  }

  @Test
  void anOrderForMoreThanThereIsIsRejectedAndStockStaysAsItIs() {
    system.stock(sku, 2);
    String order = system.place(sku, 3);
    system.awaitStatus(order, "REJECTED");
    assertThat(system.order(order).get("reason").asString()).isEqualTo("OUT_OF_STOCK");
    assertThat(system.order(order).get("shortSkus").get(0).asString()).isEqualTo(sku);
    assertStock(2, 0);
  }

  @Test
  void anOrderForAnUnknownSkuIsRejected() {
    String order = system.place(sku, 1);
    system.awaitStatus(order, "REJECTED");
  }

  @Test
  void whatWasReservedForAnOrderIsGivenBackWhenItIsCancelled() {
    system.stock(sku, 10);
    String order = system.place(sku, 3);
    system.awaitStatus(order, "CONFIRMED");
    system.cancel(order);
    await()
        .atMost(LONG)
        .untilAsserted(
            () -> {
              assertStock(10, 0);
              assertThat(system.notifications(order)).hasSize(2);
            });
  }

  @Test
  void anOrderThatIsCancelledWhileInventoryIsDeadReservesNothingAfterwards() {
    system.stock(sku, 10);
    system.inventory.kill();
    String order = system.place(sku, 3);
    system.cancel(order);
    system.inventory.start();
    await()
        .atMost(LONG)
        .ignoreExceptions()
        .untilAsserted(
            () -> {
              JsonNode reservation =
                  Http.get(system.inventory.url() + "/reservations/" + order).body();
              assertThat(reservation.get("status").asString()).isEqualTo("RELEASED");
              assertStock(10, 0);
            });
    assertThat(system.status(order)).isEqualTo("CANCELLED");
  }

  @Test
  void whileTheRelayIsDeadEventsWaitInTheOutbox() {
    system.stock(sku, 10);
    system.relay.kill();
    String order = system.place(sku, 1);
    assertThat(system.status(order)).isEqualTo("PENDING");
    assertThat(outboxRows(order)).isEqualTo(1);
    system.relay.start();
    system.awaitStatus(order, "CONFIRMED");
    await().atMost(LONG).untilAsserted(() -> assertThat(outboxRows(order)).isZero());
  }

  @Test
  void whileKafkaIsDeadOrdersAreTaken() {
    system.stock(sku, 10);
    system.kafka.kill();
    String order = system.place(sku, 1);
    assertThat(system.status(order)).isEqualTo("PENDING");
    assertThat(Http.get(system.orders.url() + "/actuator/health/readiness").status())
        .isEqualTo(200);
    system.kafka.start();
    system.awaitStatus(order, "CONFIRMED");
    system.awaitHealthy();
  }

  static Stream<Arguments> victims() {
    return Stream.of(
        victim("nobody", s -> {}, s -> {}),
        victim("mysql", s -> s.mysql.kill(), s -> s.mysql.start()),
        victim("kafka", s -> s.kafka.kill(), s -> s.kafka.start()),
        victim("order-service", s -> s.orders.kill(), s -> s.orders.start()),
        victim("inventory-service", s -> s.inventory.kill(), s -> s.inventory.start()),
        victim("mail", s -> s.mail.kill(), s -> s.mail.start()),
        victim("notification-service", s -> s.notifications.kill(), s -> s.notifications.start()),
        victim("outbox-relay", s -> s.relay.kill(), s -> s.relay.start()));
  }

  private static Arguments victim(
      String name, Consumer<SagaSystem> kill, Consumer<SagaSystem> start) {
    return Arguments.of(name, kill, start);
  }

  @ParameterizedTest(name = "{0} killed")
  @MethodSource("victims")
  void noOrderIsLostWhenAnyProcessIsKilledDuringLoad(
      String name, Consumer<SagaSystem> kill, Consumer<SagaSystem> start) throws Exception {
    system.stock(sku, 100);
    try (Load load = new Load(() -> system.place(sku, 1), 200, 8)) {
      await().atMost(LONG).until(() -> load.tried() >= 60);
      kill.accept(system);
      await().atMost(LONG).until(() -> load.tried() >= 90);
      start.accept(system);
      load.join();
      system.awaitHealthy();
      assertThat(load.accepted()).hasSizeGreaterThan(50);
      awaitEnded(load);
      assertEverythingAddsUp(load);
    }
  }

  /** Last, since it starts what the others do without. */
  @Nested
  class Instances extends InstancesContract {

    Instances() {
      super(system);
    }
  }

  /** Asks the databases: hundreds of requests would compete with what they wait for. */
  private void awaitEnded(Load load) {
    await("no order is pending, and every outcome is told")
        .atMost(LONG)
        .pollInterval(Duration.ofMillis(500))
        .untilAsserted(
            () -> {
              assertThat(ordersWithStatus("PENDING")).isZero();
              assertThat(messagesSent()).isEqualTo(orders());
            });
    assertThat(load.accepted())
        .allSatisfy(order -> assertThat(system.status(order)).isIn("CONFIRMED", "REJECTED"));
  }

  private void assertEverythingAddsUp(Load load) {
    long confirmed = ordersWithStatus("CONFIRMED");
    long rejected = ordersWithStatus("REJECTED");
    // An order whose answer was lost may have been placed all the same.
    assertThat(confirmed + rejected).isGreaterThanOrEqualTo(load.accepted().size());
    assertThat(confirmed).isLessThanOrEqualTo(100);
    assertStock(100, (int) confirmed);
    if (rejected > 0) {
      assertThat(confirmed).as("nothing is rejected while there is some").isEqualTo(100);
    }
  }

  private void assertStock(int onHand, int reserved) {
    JsonNode stock = system.stock(sku);
    assertThat(stock.get("onHand").asInt()).isEqualTo(onHand);
    assertThat(stock.get("reserved").asInt()).isEqualTo(reserved);
    assertThat(stock.get("available").asInt()).isEqualTo(onHand - reserved);
  }

  private long outboxRows(String order) {
    return system.number(
        "SELECT count(*) FROM orders.outbox_event WHERE aggregateid = '" + order + "'");
  }

  private long ordersWithStatus(String status) {
    return system.number(
        "SELECT count(*) FROM orders.orders WHERE status = '%s' AND id IN (%s)"
            .formatted(status, orderIds()));
  }

  private long orders() {
    return system.number(
        "SELECT count(*) FROM orders.orders WHERE id IN (%s)".formatted(orderIds()));
  }

  private long messagesSent() {
    return system.number(
        "SELECT count(*) FROM notifications.notification WHERE status = 'SENT' AND order_id IN (%s)"
            .formatted(orderIds()));
  }

  private String orderIds() {
    return "SELECT order_id FROM orders.order_line WHERE sku = '" + sku + "'";
  }
}
