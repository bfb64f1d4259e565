package dev.outbox.order;

import static org.assertj.core.api.Assertions.assertThat;

import dev.outbox.events.inventory.StockReserved;
import dev.outbox.starter.testing.ServiceProbe;
import dev.outbox.starter.testing.ServiceTest;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.logging.LoggingSystem;
import org.springframework.boot.logging.LoggingSystemProperty;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.test.context.TestPropertySource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** What the log says of an order, with the setting that makes it JSON. */
@ServiceTest
@ExtendWith(OutputCaptureExtension.class)
@TestPropertySource(properties = "logging.structured.format.console=ecs")
class OrderLogIntegrationTests {

  private static final JsonMapper JSON = new JsonMapper();

  @Autowired private ServiceProbe service;

  /** Applications that other tests have started keep their form of logging else. */
  @BeforeAll
  static void theLogIsSetUpAnew() {
    LoggingSystem.get(OrderLogIntegrationTests.class.getClassLoader()).cleanUp();
  }

  /** Spring Boot leaves its form behind for whoever starts next. */
  @AfterAll
  static void theNextWriteTextAgain() {
    System.clearProperty(
        LoggingSystemProperty.CONSOLE_STRUCTURED_FORMAT.getEnvironmentVariableName());
    theLogIsSetUpAnew();
  }

  @Test
  void eachStepIsOneJsonObjectOnALineWithOrderAndEvent(CapturedOutput output) {
    service.awaitHealthy();
    String id =
        service
            .post(
                "/orders",
                """
                {"customerId":"c-1","customerEmail":"ada@example.org","currency":"EUR",
                 "lines":[{"sku":"apple","quantity":2,"unitPrice":"0.45"}]}
                """)
            .getBody()
            .get("orderId")
            .asString();
    String reserved =
        service
            .publisher()
            .publish(
                new StockReserved(
                    UUID.fromString(id),
                    List.of(new StockReserved.Line("apple", 2)),
                    Instant.now()));
    service.awaitHandled(reserved);
    List<JsonNode> lines =
        output
            .getOut()
            .lines()
            .filter(line -> line.contains(id))
            .map(JSON::readTree)
            .filter(line -> line.at("/log/level").asString().equals("INFO"))
            .toList();
    assertThat(lines).hasSize(2);
    assertThat(lines)
        .allSatisfy(
            line -> {
              assertThat(line.get("orderId").asString()).isEqualTo(id);
              assertThat(line.at("/service/name").asString()).isEqualTo("order-service");
            });
    String placed = service.outbox(id).get(0).get("id").toString();
    String confirmed = service.outbox(id).get(1).get("id").toString();
    assertThat(lines.get(0).get("eventId").asString()).isEqualTo(placed);
    assertThat(lines.get(0).get("message").asString()).contains("placed", id, placed);
    assertThat(lines.get(1).get("eventId").asString()).isEqualTo(reserved);
    assertThat(lines.get(1).get("message").asString()).contains("confirmed", id, confirmed);
  }
}
