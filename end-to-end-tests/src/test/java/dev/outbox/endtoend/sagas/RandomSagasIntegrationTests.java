package dev.outbox.endtoend.sagas;

import java.util.Random;
import org.junit.jupiter.api.Test;

/**
 * Random sagas over the handlers of order-service and inventory-service. {@code -Dsaga.seed=N}
 * plays those again that failed, {@code -Dsaga.steps=N} more of them.
 */
class RandomSagasIntegrationTests {

  @Test
  void whateverHappensInWhateverOrderEveryOrderEndsAndStockAddsUp() throws Exception {
    long seed = Long.getLong("saga.seed", new Random().nextLong());
    int steps = Integer.getInteger("saga.steps", 1_500);
    try (Service orders =
            Service.start(
                "order-service",
                "dev.outbox.order.OrderServiceApplication",
                "order.saga.time-limit=300d");
        Service inventory =
            Service.start(
                "inventory-service", "dev.outbox.inventory.InventoryServiceApplication")) {
      new RandomSagas(orders, inventory, seed).play(steps);
    } catch (Exception | AssertionError e) {
      throw new AssertionError("failed; to play it again: -Dsaga.seed=" + seed, e);
    }
  }
}
