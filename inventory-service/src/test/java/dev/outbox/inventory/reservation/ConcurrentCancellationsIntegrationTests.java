package dev.outbox.inventory.reservation;

import static org.assertj.core.api.Assertions.assertThat;

import dev.outbox.events.Event;
import dev.outbox.events.order.OrderCancelled;
import dev.outbox.events.order.OrderPlaced;
import dev.outbox.starter.testing.Batch;
import dev.outbox.starter.testing.ServiceProbe;
import dev.outbox.starter.testing.ServiceTest;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.messaging.Message;

/** Several instances reserve and release the same SKUs at once, each in batches of both. */
@ServiceTest
class ConcurrentCancellationsIntegrationTests {

  @Autowired private ServiceProbe service;

  @Autowired
  @Qualifier("inbox")
  private Consumer<Message<List<byte[]>>> inbox;

  private final List<String> skus =
      IntStream.range(0, 5).mapToObj(i -> i + "-" + UUID.randomUUID()).toList();

  @Test
  void batchesOfPlacedAndCancelledOrdersDoNotDeadlockAndGiveEverythingBack() throws Exception {
    skus.forEach(sku -> service.put("/stock/" + sku, "{\"onHand\":100000}"));
    ExecutorService instances = Executors.newFixedThreadPool(4);
    try {
      // A deadlock would end in an exception here; Kafka's listener would deliver the batch again.
      for (Future<Void> instance : instances.invokeAll(Collections.nCopies(4, instance()))) {
        instance.get();
      }
    } finally {
      instances.shutdownNow();
    }
    for (String sku : skus) {
      assertThat(service.get("/stock/" + sku).getBody().get("reserved").asInt()).isZero();
      assertThat(service.count("reservation_line WHERE sku = ?", sku)).isGreaterThan(100);
    }
  }

  /** Each batch cancels the orders of the one before, and places new ones. */
  private Callable<Void> instance() {
    return () -> {
      Random random = new Random();
      List<UUID> before = List.of();
      for (int round = 0; round <= 30; round++) {
        List<Batch.Delivery> batch = new ArrayList<>();
        before.forEach(order -> batch.add(delivery(cancelled(order))));
        before = Stream.generate(UUID::randomUUID).limit(round < 30 ? 10 : 0).toList();
        before.forEach(order -> batch.add(delivery(placed(order, random))));
        Collections.shuffle(batch, random);
        inbox.accept(Batch.of(batch));
      }
      return null;
    };
  }

  private static Batch.Delivery delivery(Event event) {
    return Batch.Delivery.of(UUID.randomUUID().toString(), event);
  }

  private static OrderCancelled cancelled(UUID order) {
    return new OrderCancelled(
        order, "c-1", "ada@example.org", OrderCancelled.Reason.CUSTOMER, Instant.now());
  }

  private OrderPlaced placed(UUID order, Random random) {
    String sku = skus.get(random.nextInt(skus.size()));
    return new OrderPlaced(
        order,
        "c-1",
        "ada@example.org",
        "EUR",
        List.of(new OrderPlaced.Line(sku, 1 + random.nextInt(3), BigDecimal.ONE)),
        BigDecimal.ONE,
        Instant.now());
  }
}
