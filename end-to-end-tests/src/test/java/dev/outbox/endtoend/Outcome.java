package dev.outbox.endtoend;

import static dev.outbox.endtoend.SagaSystem.LONG;
import static java.util.stream.Collectors.counting;
import static java.util.stream.Collectors.groupingBy;
import static java.util.stream.Collectors.mapping;
import static java.util.stream.Collectors.toList;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import tools.jackson.databind.JsonNode;

/** What became of the orders for an article, each for one piece, in databases, mails and topics. */
record Outcome(SagaSystem system, String sku, int onHand) {

  /** Asks the database: hundreds of requests would compete with what they wait for. */
  void awaitTold(Collection<String> orders) {
    await("customers are told")
        .atMost(LONG)
        .pollInterval(Duration.ofMillis(500))
        .untilAsserted(
            () ->
                assertThat(
                        count(
                            "notifications.notification WHERE status = 'SENT' AND order_id",
                            orders))
                    .isEqualTo(orders.size()));
  }

  void assertOrdersAndStock(Collection<String> orders) {
    assertThat(system.number("SELECT count(*) FROM orders.order_line WHERE sku = '" + sku + "'"))
        .as("one order for each request, however often it was sent")
        .isEqualTo(orders.size());
    long confirmed = count("orders.orders WHERE status = 'CONFIRMED' AND id", orders);
    assertThat(confirmed).isEqualTo(Math.min(onHand, orders.size()));
    assertThat(count("orders.orders WHERE status = 'REJECTED' AND id", orders))
        .isEqualTo(orders.size() - confirmed);
    JsonNode stock = system.stock(sku);
    assertThat(stock.get("onHand").asLong()).isEqualTo(onHand);
    assertThat(stock.get("reserved").asLong()).isEqualTo(confirmed);
    assertThat(stock.get("available").asLong()).isEqualTo(onHand - confirmed);
  }

  /** A mail may come twice after a crash, as the same message. */
  void assertMessages(Collection<String> orders) {
    assertThat(count("notifications.notification WHERE order_id", orders)).isEqualTo(orders.size());
    assertThat(
            system
                .mails(sku)
                .valueStream()
                .map(mail -> mail.get("mimeMessage").asString())
                .map(mail -> mail.replaceAll("(?s).*Message-ID: (\\S+).*", "$1"))
                .distinct())
        .hasSameSizeAs(orders);
  }

  /** Each event is in its topic once, and all of them have left the outboxes. */
  void assertEvents(Collection<String> orders) {
    assertThat(typesIn("order-events", orders).values())
        .allSatisfy(
            types ->
                assertThat(types)
                    .hasSize(2)
                    .contains("OrderPlaced")
                    .containsAnyOf("OrderConfirmed", "OrderRejected"));
    assertThat(typesIn("inventory-events", orders).values())
        .allSatisfy(
            types -> assertThat(types).hasSize(1).containsAnyOf("StockReserved", "StockRejected"));
    assertThat(typesIn("notification-events", orders).values())
        .allSatisfy(types -> assertThat(types).containsOnlyOnce("NotificationSent"));
    for (String database : List.of("orders", "inventory", "notifications")) {
      await("the outbox of " + database + " is empty")
          .atMost(LONG)
          .until(() -> system.number("SELECT count(*) FROM " + database + ".outbox_event") == 0);
    }
  }

  /** The types of each order's events. */
  private Map<String, List<String>> typesIn(String topic, Collection<String> orders) {
    List<ConsumerRecord<String, String>> records =
        Topics.records(system.kafka.bootstrapServers(), List.of(topic));
    assertThat(
            records.stream()
                .collect(groupingBy(event -> Topics.header(event, "ce_id"), counting())))
        .allSatisfy((id, times) -> assertThat(times).as(id).isEqualTo(1));
    Set<String> wanted = Set.copyOf(orders);
    Map<String, List<String>> types =
        records.stream()
            .filter(event -> wanted.contains(event.key()))
            .collect(
                groupingBy(
                    ConsumerRecord::key,
                    mapping(event -> Topics.header(event, "ce_type").split("\\.")[3], toList())));
    assertThat(types).hasSameSizeAs(wanted);
    return types;
  }

  private long count(String where, Collection<String> orders) {
    return system.number(
        "SELECT count(*) FROM %s IN ('%s')".formatted(where, String.join("','", orders)));
  }
}
