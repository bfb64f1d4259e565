package dev.outbox.endtoend;

import static dev.outbox.endtoend.SagaSystem.LONG;
import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.stream.Collectors.counting;
import static java.util.stream.Collectors.groupingBy;
import static java.util.stream.Collectors.mapping;
import static java.util.stream.Collectors.toList;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/** What two instances of every application promise together, over a system that runs already. */
abstract class InstancesContract {

  private static final int ON_HAND = 300;

  /** Enough that some of them are of partitions that the killed instance had. */
  private static final int AFTERWARDS = 16;

  private final SagaSystem system;
  private final List<Application> firsts;
  private final List<Application> seconds;
  private final String sku = "sku-" + UUID.randomUUID();

  InstancesContract(SagaSystem system) {
    this.system = system;
    this.firsts = system.applications();
    this.seconds = system.secondInstances();
  }

  @Test
  void nothingIsLostOrDoneTwiceWhileOneOfTwoInstancesOfEachIsKilled() throws Exception {
    try {
      seconds.forEach(Application::start);
      SagaSystem.awaitHealthy(seconds, LONG);
      awaitBothAtWork();
      system.stock(sku, ON_HAND);
      PatientClient client = new PatientClient(both(0), SagaSystem.order(sku, 1));
      try (Load load = new Load(client::place, Integer.MAX_VALUE, 4)) {
        for (int application = 0; application < firsts.size(); application++) {
          killOneOf(both(application), load);
        }
        load.stop();
        load.join();
        Set<String> orders = new HashSet<>(load.accepted());
        assertThat(orders).as("each request is an order of its own").hasSameSizeAs(load.accepted());
        awaitTold(orders);
        assertOrdersAndStock(orders);
        assertMessages(orders);
        assertEvents(orders);
        assertJourneys(orders);
      }
    } finally {
      seconds.parallelStream().forEach(Application::close);
    }
  }

  private void awaitBothAtWork() {
    List<String> groups =
        List.of(
            "order-service",
            "inventory-service",
            "notification-service",
            "notification-service-journeys");
    await("both instances of each service have partitions")
        .atMost(LONG)
        .until(
            () ->
                ConsumerGroups.atWork(system.kafka, groups).values().stream()
                    .allMatch(members -> members == 2));
  }

  private List<Application> both(int application) {
    return List.of(firsts.get(application), seconds.get(application));
  }

  /** Orders go on, and are told to their customers, while one is dead; then it starts again. */
  private void killOneOf(List<Application> both, Load load) {
    Application victim = both.stream().filter(this::ownsOutboxes).findFirst().orElse(both.get(0));
    int before = load.accepted().size();
    victim.kill();
    await(victim.name() + " is dead, and orders are taken")
        .atMost(LONG)
        .until(() -> load.accepted().size() >= before + AFTERWARDS);
    awaitTold(load.accepted().stream().skip(before).toList());
    victim.start();
    SagaSystem.awaitHealthy(List.of(victim), LONG);
  }

  private boolean ownsOutboxes(Application application) {
    return firsts.indexOf(application) == firsts.indexOf(system.relay)
        && Http.get(application.url() + "/api/outboxes")
            .body()
            .valueStream()
            .anyMatch(outbox -> outbox.get("owned").asBoolean());
  }

  private void awaitTold(Collection<String> orders) {
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

  private void assertOrdersAndStock(Collection<String> orders) {
    assertThat(system.number("SELECT count(*) FROM orders.order_line WHERE sku = '" + sku + "'"))
        .as("one order for each request, however often it was sent")
        .isEqualTo(orders.size());
    long confirmed = count("orders.orders WHERE status = 'CONFIRMED' AND id", orders);
    long rejected = count("orders.orders WHERE status = 'REJECTED' AND id", orders);
    assertThat(confirmed + rejected).isEqualTo(orders.size());
    assertThat(confirmed).isEqualTo(Math.min(ON_HAND, orders.size()));
    JsonNode stock = system.stock(sku);
    assertThat(stock.get("onHand").asLong()).isEqualTo(ON_HAND);
    assertThat(stock.get("reserved").asLong()).isEqualTo(confirmed);
    assertThat(stock.get("available").asLong()).isEqualTo(ON_HAND - confirmed);
  }

  /** A mail may come twice after a crash, as the same message. */
  private void assertMessages(Collection<String> orders) {
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

  private void assertEvents(Collection<String> orders) {
    assertThat(eventsOf("order-events", orders))
        .allSatisfy(
            (order, types) ->
                assertThat(types)
                    .hasSize(2)
                    .contains("OrderPlaced")
                    .containsAnyOf("OrderConfirmed", "OrderRejected"));
    assertThat(eventsOf("inventory-events", orders))
        .allSatisfy(
            (order, types) ->
                assertThat(types).hasSize(1).containsAnyOf("StockReserved", "StockRejected"));
    assertThat(eventsOf("notification-events", orders))
        .allSatisfy(
            (order, types) -> assertThat(types).filteredOn("NotificationSent"::equals).hasSize(1));
    for (String outbox : List.of("orders", "inventory", "notifications")) {
      await("the outbox of " + outbox + " is empty")
          .atMost(LONG)
          .until(() -> system.number("SELECT count(*) FROM " + outbox + ".outbox_event") == 0);
    }
  }

  /** The types of the events of orders, none of which is in the topic twice. */
  private Map<String, List<String>> eventsOf(String topic, Collection<String> orders) {
    List<ConsumerRecord<String, String>> records = CommittedRecords.of(system.kafka, topic);
    assertThat(records.stream().collect(groupingBy(event -> header(event, "ce_id"), counting())))
        .allSatisfy((id, times) -> assertThat(times).isEqualTo(1));
    Set<String> wanted = Set.copyOf(orders);
    Map<String, List<String>> types =
        records.stream()
            .filter(event -> wanted.contains(event.key()))
            .collect(
                groupingBy(
                    ConsumerRecord::key,
                    mapping(event -> header(event, "ce_type").split("\\.")[3], toList())));
    assertThat(types).hasSameSizeAs(wanted);
    return types;
  }

  private static String header(ConsumerRecord<?, ?> event, String name) {
    return new String(event.headers().lastHeader(name).value(), UTF_8);
  }

  /** Each instance answers for all, and keeps some itself. */
  private void assertJourneys(Collection<String> orders) {
    for (Application instance : both(firsts.indexOf(system.notifications))) {
      await("journeys at " + instance.name())
          .atMost(LONG)
          .ignoreExceptions()
          .untilAsserted(
              () ->
                  assertThat(orders)
                      .allSatisfy(
                          order -> {
                            JsonNode journey =
                                Http.get(instance.url() + "/journeys/" + order).body();
                            assertThat(journey.path("ended").asBoolean(false)).isTrue();
                            assertThat(journey.path("steps")).hasSize(4);
                          }));
    }
    awaitBothKeepSome(orders);
  }

  private void awaitBothKeepSome(Collection<String> orders) {
    List<Application> instances = both(firsts.indexOf(system.notifications));
    await("each journey is kept by one of them")
        .atMost(LONG)
        .untilAsserted(
            () -> {
              long first = kept(instances.get(0), orders);
              assertThat(first).isBetween(1L, orders.size() - 1L);
              assertThat(first + kept(instances.get(1), orders)).isEqualTo(orders.size());
            });
  }

  private static long kept(Application instance, Collection<String> orders) {
    return orders.stream()
        .map(order -> Http.get(instance.url() + "/journeys/" + order, "Journeys-Forwarded", "true"))
        .filter(answer -> answer.status() == 200)
        .count();
  }

  private long count(String where, Collection<String> orders) {
    return system.number(
        "SELECT count(*) FROM %s IN ('%s')".formatted(where, String.join("','", orders)));
  }
}
