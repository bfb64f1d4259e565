package dev.outbox.order;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.outbox.starter.testing.ServiceProbe;
import dev.outbox.starter.testing.ServiceTest;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.core.env.Environment;
import org.springframework.test.context.TestPropertySource;
import tools.jackson.databind.JsonNode;

/** Two instances of the service look for late orders by themselves. */
@ServiceTest
@TestPropertySource(properties = "order.saga.time-limit=1s")
@ExtendWith(OutputCaptureExtension.class)
class SagaTimeLimitInstancesIntegrationTests {

  private static final String ORDER =
      """
      {"customerId":"c-1","customerEmail":"ada@example.org","currency":"EUR",
       "lines":[{"sku":"apple","quantity":2,"unitPrice":"0.45"}]}
      """;

  @Autowired private ServiceProbe service;
  @Autowired private Environment environment;

  @Test
  void eachLateOrderIsCancelledOnceByOneOfThem(CapturedOutput output) {
    try (var other = SpringApplication.run(OrderServiceApplication.class, arguments())) {
      assertThat(other.isActive()).isTrue();
      List<String> orders = Stream.generate(this::place).limit(300).toList();
      await()
          .atMost(ServiceProbe.LONG)
          .untilAsserted(
              () -> assertThat(service.count("orders WHERE status = 'PENDING'")).isZero());
      assertThat(orders)
          .allSatisfy(
              id -> {
                JsonNode order = service.get("/orders/" + id).getBody();
                assertThat(order.get("status").asString()).isEqualTo("CANCELLED");
                assertThat(order.get("reason").asString()).isEqualTo("TIMEOUT");
                assertThat(service.outbox(id)).hasSize(2);
              });
    }
    assertThat(output).doesNotContain("are not cancelled yet");
  }

  private String[] arguments() {
    Stream<String> same =
        Stream.of(
                "spring.datasource.url",
                "spring.datasource.username",
                "spring.datasource.password",
                "spring.kafka.bootstrap-servers",
                "outbox.inbox.consumer",
                "order.saga.time-limit")
            .map(name -> "--%s=%s".formatted(name, environment.getProperty(name)));
    return Stream.concat(same, Stream.of("--server.port=0")).toArray(String[]::new);
  }

  private String place() {
    return service.post("/orders", ORDER).getBody().get("orderId").asString();
  }
}
