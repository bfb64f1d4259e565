package dev.outbox.endtoend;

import static dev.outbox.endtoend.SagaSystem.LONG;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** What two instances of every application promise together, over a system that runs already. */
abstract class InstancesContract {

  private static final int ON_HAND = 200;

  /** Enough that some of them are of partitions that the killed instance had. */
  private static final int AFTERWARDS = 16;

  /** Enough to be of all partitions. */
  private static final int SOME = 50;

  private static final List<String> GROUPS =
      List.of(
          "order-service",
          "inventory-service",
          "notification-service",
          "notification-service-journeys");

  private final SagaSystem system;
  private final List<Application> firsts;
  private final List<Application> seconds;
  private final String sku = "sku-" + UUID.randomUUID();
  private final Outcome outcome;

  InstancesContract(SagaSystem system) {
    this.system = system;
    this.firsts = system.applications();
    this.seconds = system.secondInstances();
    this.outcome = new Outcome(system, sku, ON_HAND);
  }

  @Test
  void nothingIsLostOrDoneTwiceWhileOneOfTwoInstancesOfEachIsKilled() throws Exception {
    try {
      seconds.forEach(Application::start);
      SagaSystem.awaitHealthy(seconds, LONG);
      awaitBothAtWork();
      system.stock(sku, ON_HAND);
      PatientClient client = new PatientClient(both(system.orders), SagaSystem.order(sku, 1));
      try (Load load = new Load(client::place, Integer.MAX_VALUE, 4)) {
        firsts.forEach(first -> killOneOf(both(first), load));
        SagaSystem.awaitHealthy(firsts, LONG);
        SagaSystem.awaitHealthy(seconds, LONG);
        load.stop();
        load.join();
        Set<String> orders = new HashSet<>(load.accepted());
        assertThat(orders).as("each request is an order of its own").hasSameSizeAs(load.accepted());
        outcome.awaitTold(orders);
        outcome.assertOrdersAndStock(orders);
        outcome.assertMessages(orders);
        outcome.assertEvents(orders);
        awaitBothAtWork();
        assertJourneys(orders);
      }
    } finally {
      seconds.parallelStream().forEach(Application::close);
    }
  }

  private List<Application> both(Application first) {
    return List.of(first, seconds.get(firsts.indexOf(first)));
  }

  private void awaitBothAtWork() {
    await("both instances of each service have partitions")
        .atMost(LONG)
        .untilAsserted(
            () ->
                assertThat(ConsumerGroups.atWork(system.kafka, GROUPS).values())
                    .hasSize(GROUPS.size())
                    .containsOnly(2L));
  }

  /**
   * Orders go on, and are told to their customers, while one is dead. It is up again by the time
   * that another application's instance is missed.
   */
  private void killOneOf(List<Application> both, Load load) {
    Application victim = both.stream().filter(this::ownsOutboxes).findFirst().orElse(both.get(0));
    int before = load.accepted().size();
    victim.kill();
    await(victim.name() + " is dead, and orders are taken")
        .atMost(LONG)
        .until(() -> load.accepted().size() >= before + AFTERWARDS);
    outcome.awaitTold(load.accepted().stream().skip(before).toList());
    victim.start();
  }

  private boolean ownsOutboxes(Application application) {
    return both(system.relay).contains(application)
        && Http.get(application.url() + "/api/outboxes")
            .body()
            .valueStream()
            .anyMatch(outbox -> outbox.get("owned").asBoolean());
  }

  /** Each instance answers for all, and keeps some itself. */
  private void assertJourneys(Set<String> orders) {
    List<Application> instances = both(system.notifications);
    instances.forEach(
        instance ->
            await("all journeys at " + instance.name())
                .atMost(LONG)
                .ignoreExceptions()
                .untilAsserted(
                    () ->
                        assertThat(orders).allMatch(order -> hasEnded(journey(instance, order)))));
    List<String> some = orders.stream().limit(SOME).toList();
    await("each journey is kept by one of them")
        .atMost(LONG)
        .untilAsserted(
            () -> {
              long first = kept(instances.get(0), some);
              assertThat(first).isBetween(1L, SOME - 1L);
              assertThat(kept(instances.get(1), some)).isEqualTo(SOME - first);
            });
  }

  private static boolean hasEnded(Http.Answer journey) {
    return journey.status() == 200
        && journey.body().get("ended").asBoolean()
        && journey.body().get("steps").size() == 4;
  }

  private static long kept(Application instance, List<String> orders) {
    return orders.stream()
        .filter(order -> journey(instance, order, "Journeys-Forwarded", "true").status() == 200)
        .count();
  }

  private static Http.Answer journey(Application instance, String order, String... headers) {
    return Http.get(instance.url() + "/journeys/" + order, headers);
  }
}
