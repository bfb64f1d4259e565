package dev.outbox.order;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.platform.engine.discovery.DiscoverySelectors.selectMethod;

import dev.outbox.events.Event;
import dev.outbox.events.inventory.StockReserved;
import dev.outbox.events.order.OrderConfirmed;
import dev.outbox.events.producer.ProducedEvents;
import dev.outbox.starter.outbox.Outbox;
import dev.outbox.starter.testing.ServiceTest;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.platform.engine.TestExecutionResult;
import org.junit.platform.testkit.engine.EngineTestKit;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.support.TransactionTemplate;

/** What becomes of tests in which the service breaks the contracts of its events. */
@ExtendWith(ProducedEvents.class)
class ProducedEventsIntegrationTests {

  private static final String ORDER = "0199f0c2-7a10-7c3e-9a51-3d1f6e2b4c80";

  @Test
  void whatIsRightFailsNoTest() {
    assertThat(outcome("confirmed")).isEqualTo("SUCCESSFUL");
  }

  @Test
  void aTestInWhichATypeOfAnotherServiceIsWrittenFails() {
    assertThat(outcome("reserved"))
        .contains("dev.outbox.inventory.StockReserved.v1, id ")
        .contains("key '" + ORDER + "'")
        .contains("order-service must not write this type")
        .contains("inventory-service");
  }

  @Test
  void aTestInWhichTheKeyIsAnotherFails() {
    assertThat(outcome("confirmedByCustomer"))
        .contains("its key is 'c-1', but it is released with the key orderId, which is '" + ORDER)
        .contains("aggregateId() of the record must return that");
  }

  @Test
  void aTestInWhichThePayloadIsNotWhatItsSchemaAllowsFails() {
    assertThat(outcome("confirmedInEuros"))
        .contains("/currency: does not match the regex pattern ^[A-Z]{3}$");
  }

  @Test
  void everyFaultOfEveryEventIsTold() {
    assertThat(outcome("severalFaults"))
        .containsOnlyOnce("its dataschema must be")
        .containsOnlyOnce("its key is 'c-1'")
        .containsOnlyOnce("order-service must not write this type");
  }

  @Test
  void whatIsRolledBackWasNotWritten() {
    assertThat(outcome("reservedAndRolledBack")).isEqualTo("SUCCESSFUL");
  }

  /** How a test of the service below ends: its status, or what it fails with. */
  private static String outcome(String test) {
    TestExecutionResult result =
        EngineTestKit.engine("junit-jupiter")
            .selectors(selectMethod(Service.class, test))
            .execute()
            .testEvents()
            .finished()
            .stream()
            .map(event -> event.getRequiredPayload(TestExecutionResult.class))
            .findFirst()
            .orElseThrow();
    return result.getThrowable().map(Throwable::getMessage).orElse(result.getStatus().toString());
  }

  /** Tests like any other, which write what they should not. */
  @ServiceTest
  static class Service {

    @Autowired private Outbox outbox;
    @Autowired private TransactionTemplate transaction;
    @Autowired private JdbcClient jdbc;

    /** The extension has seen the rows before. */
    @AfterEach
    void cleanUp() {
      jdbc.sql("DELETE FROM outbox_event").update();
    }

    @Test
    void confirmed() {
      append(confirmedOrder());
    }

    @Test
    void reserved() {
      append(reservedStock());
    }

    @Test
    void confirmedByCustomer() {
      append(confirmedOrder());
      change("aggregateid = 'c-1'");
    }

    @Test
    void confirmedInEuros() {
      append(confirmedOrder());
      change("payload = REPLACE(payload, 'EUR', 'Euro')");
    }

    @Test
    void severalFaults() {
      append(confirmedOrder());
      change("dataschema = NULL, aggregateid = 'c-1'");
      append(reservedStock());
    }

    @Test
    void reservedAndRolledBack() {
      transaction.executeWithoutResult(
          status -> {
            outbox.append(reservedStock());
            status.setRollbackOnly();
          });
    }

    private void append(Event event) {
      transaction.executeWithoutResult(status -> outbox.append(event));
    }

    /** As another version of the code might have written it. */
    private void change(String columns) {
      jdbc.sql("UPDATE outbox_event SET " + columns).update();
    }

    private static OrderConfirmed confirmedOrder() {
      return new OrderConfirmed(
          UUID.fromString(ORDER), "c-1", "ada@example.org", "EUR", BigDecimal.ONE, Instant.now());
    }

    private static StockReserved reservedStock() {
      return new StockReserved(
          UUID.fromString(ORDER), List.of(new StockReserved.Line("apple", 2)), Instant.now());
    }
  }
}
