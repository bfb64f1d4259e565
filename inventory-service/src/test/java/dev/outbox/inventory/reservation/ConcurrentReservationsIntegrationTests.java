package dev.outbox.inventory.reservation;

import static org.assertj.core.api.Assertions.assertThat;

import dev.outbox.starter.testing.ServiceProbe;
import dev.outbox.starter.testing.ServiceTest;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;

/** Several instances of the service reserve at once; one Kafka consumer alone would not show it. */
@ServiceTest
class ConcurrentReservationsIntegrationTests {

  @Autowired private Reservations reservations;
  @Autowired private ServiceProbe service;

  @Test
  void concurrentOrdersForTheSameSkusNeitherDeadlockNorOversell() throws Exception {
    List<String> skus = List.of("a-" + UUID.randomUUID(), "b-" + UUID.randomUUID());
    skus.forEach(sku -> service.put("/stock/" + sku, "{\"onHand\":40}"));
    ExecutorService threads = Executors.newFixedThreadPool(8);
    try {
      List<Callable<Void>> tasks = new ArrayList<>();
      for (int i = 0; i < 100; i++) {
        TreeMap<String, Integer> quantities = new TreeMap<>();
        skus.forEach(sku -> quantities.put(sku, 1));
        tasks.add(
            () -> {
              reservations.reserve(UUID.randomUUID(), quantities);
              return null;
            });
      }
      for (Future<Void> task : threads.invokeAll(tasks)) {
        task.get();
      }
    } finally {
      threads.shutdownNow();
    }
    for (String sku : skus) {
      assertThat(service.get("/stock/" + sku).getBody().get("reserved").asInt()).isEqualTo(40);
      assertThat(service.count("reservation_line WHERE sku = ?", sku)).isEqualTo(40);
    }
  }
}
