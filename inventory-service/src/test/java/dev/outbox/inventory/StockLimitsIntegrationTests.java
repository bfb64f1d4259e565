package dev.outbox.inventory;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.outbox.starter.testing.ServiceProbe;
import dev.outbox.starter.testing.ServiceTest;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Random;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.core.env.Environment;
import org.springframework.http.ResponseEntity;
import tools.jackson.databind.JsonNode;

/** What validation accepts is stored and read back as it was, and names that look alike differ. */
@ServiceTest
class StockLimitsIntegrationTests {

  private static final String LETTERS =
      "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789._-";

  @Autowired private ServiceProbe service;
  @Autowired private Environment environment;

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

  /** The other makes and reserves the SKU when the request has seen that there is none. */
  @Test
  void stockIsNotSetBelowWhatAnotherReservesMeanwhile() throws SQLException {
    String sku = "race-" + UUID.randomUUID();
    CompletableFuture<ResponseEntity<JsonNode>> answer;
    try (Connection other = connect();
        Statement statement = other.createStatement()) {
      other.setTransactionIsolation(Connection.TRANSACTION_REPEATABLE_READ);
      other.setAutoCommit(false);
      // A lock on the gap: the row can be looked for, and not be inserted.
      statement.executeQuery("SELECT * FROM stock WHERE sku = '%s' FOR UPDATE".formatted(sku));
      answer = CompletableFuture.supplyAsync(() -> service.put("/stock/" + sku, "{\"onHand\":5}"));
      await().atMost(ServiceProbe.LONG).until(() -> inserting() == 1);
      statement.execute("INSERT INTO stock VALUES ('%s', 10, 8)".formatted(sku));
      other.commit();
    }
    assertThat(answer.join().getStatusCode().value()).as("%s", answer.join()).isEqualTo(409);
    assertThat(service.get("/stock/" + sku).getBody().get("onHand").asInt()).isEqualTo(10);
  }

  private Connection connect() throws SQLException {
    return DriverManager.getConnection(
        environment.getProperty("spring.datasource.url"),
        environment.getProperty("spring.datasource.username"),
        environment.getProperty("spring.datasource.password"));
  }

  private int inserting() {
    return service.count(
        "information_schema.processlist WHERE db = DATABASE() AND info LIKE 'INSERT INTO stock%'");
  }
}
