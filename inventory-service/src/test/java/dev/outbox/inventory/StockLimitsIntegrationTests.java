package dev.outbox.inventory;

import static org.assertj.core.api.Assertions.assertThat;

import dev.outbox.starter.testing.ServiceProbe;
import dev.outbox.starter.testing.ServiceTest;
import java.util.List;
import java.util.Random;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CyclicBarrier;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.http.ResponseEntity;
import org.springframework.jdbc.core.simple.JdbcClient;
import tools.jackson.databind.JsonNode;

/** What validation accepts is stored and read back as it was, and names that look alike differ. */
@ServiceTest
class StockLimitsIntegrationTests {

  private static final String LETTERS =
      "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789._-";

  @Autowired private ServiceProbe service;
  @Autowired private JdbcClient jdbc;

  @Test
  void whatIsAcceptedIsStoredAndReadBackEqual() {
    long seed = System.nanoTime();
    Random random = new Random(seed);
    for (int i = 0; i < 200; i++) {
      String sku =
          "x"
              + random
                  .ints(random.nextInt(64), 0, LETTERS.length())
                  .mapToObj(c -> LETTERS.substring(c, c + 1))
                  .collect(Collectors.joining());
      int onHand = List.of(0, 1, random.nextInt(1_000_000_000), 1_000_000_000).get(i % 4);
      JsonNode set = service.put("/stock/" + sku, "{\"onHand\":" + onHand + "}").getBody();
      assertThat(set.get("sku").asString()).as("seed %d", seed).isEqualTo(sku);
      assertThat(set.get("onHand").asInt()).as("seed %d", seed).isEqualTo(onHand);
      assertThat(service.get("/stock/" + sku).getBody()).as("seed %d", seed).isEqualTo(set);
    }
  }

  @Test
  void skusThatDifferInCaseAreTwo() {
    String lower = "sku-" + UUID.randomUUID();
    service.put("/stock/" + lower, "{\"onHand\":1}");
    service.put("/stock/" + lower.toUpperCase(), "{\"onHand\":2}");
    assertThat(service.get("/stock/" + lower).getBody().get("onHand").asInt()).isEqualTo(1);
  }

  @Test
  void eachColumnOfTextIsComparedByteByByte() {
    assertThat(service.columnsNotComparedByBytes()).isEmpty();
  }

  /** Between looking for an SKU that is not known and storing it, another makes and reserves it. */
  @Test
  void stockSetWhileAnotherReservesIsAnsweredOrRefused() throws Exception {
    for (int i = 0; i < 300; i++) {
      String sku = "race-" + UUID.randomUUID();
      CyclicBarrier both = new CyclicBarrier(2);
      CompletableFuture<ResponseEntity<JsonNode>> answer =
          CompletableFuture.supplyAsync(
              () -> {
                await(both);
                return service.put("/stock/" + sku, "{\"onHand\":5}");
              });
      await(both);
      jdbc.sql("INSERT IGNORE INTO stock (sku, on_hand, reserved) VALUES (?, 10, 8)")
          .param(sku)
          .update();
      assertThat(answer.get().getStatusCode().value())
          .as("%s", answer.get().getBody())
          .isIn(200, 409);
    }
  }

  private static void await(CyclicBarrier barrier) {
    try {
      barrier.await();
    } catch (Exception e) {
      throw new IllegalStateException(e);
    }
  }
}
