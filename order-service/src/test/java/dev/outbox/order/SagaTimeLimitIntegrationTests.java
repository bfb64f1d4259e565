package dev.outbox.order;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.outbox.starter.testing.ServiceProbe;
import dev.outbox.starter.testing.ServiceTest;
import java.time.Clock;
import java.time.Duration;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.context.TestConfiguration;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Import;
import org.springframework.context.annotation.Primary;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.test.context.TestPropertySource;
import org.springframework.transaction.support.TransactionOperations;

/** Orders that are pending for too long; the service is told not to look by itself. */
@ServiceTest
@TestPropertySource(properties = "order.saga.time-limit=300d")
@Import(SagaTimeLimitIntegrationTests.SkewedClock.class)
class SagaTimeLimitIntegrationTests {

  private static final Duration LIMIT = Duration.ofMinutes(1);
  private static final String CANCELLED = "dev.outbox.order.OrderCancelled.v1";
  private static final String ORDER =
      """
      {"customerId":"c-1","customerEmail":"ada@example.org","currency":"EUR",
       "lines":[{"sku":"apple","quantity":2,"unitPrice":"0.45"}]}
      """;

  private static volatile Duration skew = Duration.ZERO;

  @Autowired private ServiceProbe service;
  @Autowired private JdbcClient jdbc;
  @Autowired private Orders orders;
  @Autowired private TransactionOperations transaction;

  @AfterEach
  void setTheClock() {
    skew = Duration.ZERO;
  }

  @Test
  void anOrderThatIsPendingForTooLongIsCancelled() {
    String late = place();
    String early = place();
    age(List.of(late), Duration.ofSeconds(61));
    age(List.of(early), Duration.ofSeconds(30));
    orders.timeOut(LIMIT, 100);
    assertThat(status(late)).isEqualTo("CANCELLED");
    assertThat(service.get("/orders/" + late).getBody().get("reason").asString())
        .isEqualTo("TIMEOUT");
    assertThat(service.outboxTypes(late))
        .containsExactly("dev.outbox.order.OrderPlaced.v1", CANCELLED);
    assertThat((String) service.outbox(late).get(1).get("payload"))
        .contains("\"reason\":\"TIMEOUT\"");
    assertThat(status(early)).isEqualTo("PENDING");
  }

  @Test
  void theClocksOfInstancesDoNotMatter() {
    skew = Duration.ofHours(-1);
    String placedByAClockThatIsSlow = place();
    skew = Duration.ofHours(1);
    String placedByAClockThatIsFast = place();
    orders.timeOut(LIMIT, 100);
    assertThat(status(placedByAClockThatIsSlow)).isEqualTo("PENDING");
    assertThat(status(placedByAClockThatIsFast)).isEqualTo("PENDING");
    age(List.of(placedByAClockThatIsFast), Duration.ofSeconds(61));
    orders.timeOut(LIMIT, 100);
    assertThat(status(placedByAClockThatIsFast)).isEqualTo("CANCELLED");
  }

  @Test
  void instancesThatLookAtOnceShareTheWorkAndCancelEachOrderOnce() throws Exception {
    List<String> late = Stream.generate(this::place).limit(200).toList();
    age(late, Duration.ofHours(1));
    Callable<Integer> instance =
        () -> {
          int all = 0;
          for (int some = 1; some > 0; all += some) {
            some = orders.timeOut(LIMIT, 7);
          }
          return all;
        };
    ExecutorService instances = Executors.newFixedThreadPool(4);
    try {
      List<Integer> cancelled = new ArrayList<>();
      for (Future<Integer> some : instances.invokeAll(Collections.nCopies(4, instance))) {
        cancelled.add(some.get());
      }
      assertThat(cancelled.stream().mapToInt(Integer::intValue).sum()).isEqualTo(200);
      assertThat(cancelled).as("several had a share").filteredOn(n -> n > 0).hasSizeGreaterThan(1);
    } finally {
      instances.shutdownNow();
    }
    assertThat(late).allSatisfy(order -> assertThat(service.outbox(order)).hasSize(2));
    assertThat(late).allSatisfy(order -> assertThat(status(order)).isEqualTo("CANCELLED"));
  }

  @Test
  void anOrderThatSomebodyHasLockedHoldsUpNoOther() {
    String locked = place();
    String other = place();
    age(List.of(locked, other), Duration.ofHours(1));
    transaction.executeWithoutResult(
        status -> {
          orders.confirm(UUID.fromString(locked));
          CompletableFuture.runAsync(() -> orders.timeOut(LIMIT, 100));
          await()
              .atMost(ServiceProbe.LONG)
              .untilAsserted(() -> assertThat(status(other)).isEqualTo("CANCELLED"));
        });
    assertThat(status(locked)).isEqualTo("CONFIRMED");
    assertThat(service.outboxTypes(locked)).doesNotContain(CANCELLED);
  }

  private String place() {
    return service.post("/orders", ORDER).getBody().get("orderId").asString();
  }

  /** Lets time go by for orders. */
  private void age(List<String> orderIds, Duration by) {
    jdbc.sql(
            """
            UPDATE orders SET pending_since = pending_since - INTERVAL :seconds SECOND
            WHERE id IN (:ids)
            """)
        .param("seconds", by.toSeconds())
        .param("ids", orderIds)
        .update();
  }

  private String status(String orderId) {
    return service.get("/orders/" + orderId).getBody().get("status").asString();
  }

  /** A service whose clock is wrong. */
  @TestConfiguration
  static class SkewedClock {

    @Bean
    @Primary
    Clock skewedClock() {
      InstantSource source = () -> Clock.systemUTC().instant().plus(skew);
      return source.withZone(ZoneOffset.UTC);
    }
  }
}
