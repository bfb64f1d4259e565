package dev.outbox.order;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.outbox.localstack.MysqlServer;
import dev.outbox.localstack.TestStack;
import dev.outbox.starter.testing.ServiceProbe;
import dev.outbox.starter.testing.ServiceTest;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.context.annotation.Import;
import org.springframework.core.env.Environment;
import org.springframework.http.ResponseEntity;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.test.context.TestPropertySource;
import org.springframework.transaction.TransactionExecution;
import org.springframework.transaction.TransactionExecutionListener;
import tools.jackson.databind.JsonNode;

/** What clients are told of a transaction that the database ends, and which faults are ours. */
@ServiceTest
@TestPropertySource(
    properties =
        "spring.datasource.hikari.connection-init-sql=SET SESSION innodb_lock_wait_timeout = 1")
@Import(OrderTransactionFaultsIntegrationTests.BeforeCommit.class)
class OrderTransactionFaultsIntegrationTests {

  private static final String ORDER =
      """
      {"customerId":"c-1","customerEmail":"ada@example.org","currency":"EUR",
       "lines":[{"sku":"apple","quantity":2,"unitPrice":"0.45"}]}
      """;

  @Autowired private ServiceProbe service;
  @Autowired private JdbcClient jdbc;
  @Autowired private Environment environment;
  @Autowired private BeforeCommit beforeCommit;

  @AfterEach
  void nothingFails() {
    beforeCommit.action = null;
    assertThat(place().getStatusCode().value()).isEqualTo(201);
  }

  @Test
  void aConnectionThatEndsAtTheCommitIsUnavailable() {
    int before = service.count("orders");
    beforeCommit.action = () -> kill(jdbc.sql("SELECT CONNECTION_ID()").query(Long.class).single());
    assertUnavailable(place(), "The database does not answer, try again later");
    assertThat(service.count("orders")).isEqualTo(before);
  }

  @Test
  void aConnectionThatEndsInTheMiddleIsUnavailable() throws SQLException {
    CompletableFuture<ResponseEntity<JsonNode>> answer;
    MysqlServer mysql = TestStack.shared().mysql();
    try (Connection other = connect(mysql.adminUsername(), mysql.adminPassword())) {
      other.createStatement().execute("LOCK TABLES orders READ");
      answer = CompletableFuture.supplyAsync(this::place);
      String waiting =
          "SELECT COALESCE(MAX(id), 0) FROM information_schema.processlist WHERE info LIKE"
              + " 'INSERT INTO orders%%' AND user = '%s'".formatted(username());
      await().until(() -> mysql.queryForLong(waiting) > 0);
      kill(mysql.queryForLong(waiting));
      assertUnavailable(answer.join(), "The database does not answer, try again later");
    }
  }

  @Test
  void waitingTooLongForALockIsUnavailableForAnotherReason() throws SQLException {
    String id = place().getBody().get("orderId").asString();
    String password = environment.getProperty("spring.datasource.password");
    try (Connection other = connect(username(), password)) {
      other.setAutoCommit(false);
      other
          .createStatement()
          .executeQuery("SELECT * FROM orders WHERE id = '" + id + "' FOR UPDATE");
      assertUnavailable(
          service.post("/orders/" + id + "/cancellation", ""),
          "The database is busy with other requests for the same data, try again later");
    }
  }

  @Test
  void dataThatTheDatabaseRefusesIsOurFault() {
    jdbc.sql("ALTER TABLE orders ADD CONSTRAINT none CHECK (customer_id <> 'c-1')").update();
    try {
      ResponseEntity<JsonNode> answer = place();
      assertThat(answer.getStatusCode().value()).isEqualTo(500);
      assertThat(answer.getBody().get("detail").asString()).contains("its log says why");
    } finally {
      jdbc.sql("ALTER TABLE orders DROP CHECK none").update();
    }
  }

  private static void assertUnavailable(ResponseEntity<JsonNode> answer, String detail) {
    assertThat(answer.getStatusCode().value()).as("%s", answer.getBody()).isEqualTo(503);
    assertThat(answer.getHeaders().getFirst("Retry-After")).isEqualTo("5");
    assertThat(answer.getBody().get("detail").asString()).isEqualTo(detail);
  }

  private ResponseEntity<JsonNode> place() {
    return service.post("/orders", ORDER);
  }

  private Connection connect(String username, String password) throws SQLException {
    return DriverManager.getConnection(
        environment.getProperty("spring.datasource.url"), username, password);
  }

  private String username() {
    return environment.getProperty("spring.datasource.username");
  }

  private static void kill(long connection) {
    TestStack.shared().mysql().execute("KILL " + connection);
  }

  /** Does something in each transaction of a request, right before its commit. */
  static class BeforeCommit implements TransactionExecutionListener {

    private volatile @Nullable Runnable action;

    @Override
    public void beforeCommit(TransactionExecution transaction) {
      Runnable now = action;
      if (now != null && Thread.currentThread().getName().startsWith("http-")) {
        now.run();
      }
    }
  }
}
