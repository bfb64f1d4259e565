package dev.outbox.order;

import static org.assertj.core.api.Assertions.assertThat;

import dev.outbox.events.EventJson;
import dev.outbox.events.inventory.StockReserved;
import dev.outbox.starter.testing.Publisher;
import dev.outbox.starter.testing.ServiceProbe;
import dev.outbox.starter.testing.ServiceTest;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.http.HttpMethod;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import tools.jackson.databind.JsonNode;

/** The trace of a request in the events that it leads to. */
@ServiceTest
class OrderTraceIntegrationTests {

  private static final String TRACE = "0af7651916cd43dd8448eb211c80319c";
  private static final String OTHER = "4bf92f3577b34da6a3ce929d0e0e4736";
  private static final byte[] ORDER =
      """
      {"customerId":"c-1","customerEmail":"ada@example.org","currency":"EUR",
       "lines":[{"sku":"apple","quantity":2,"unitPrice":"0.45"}]}
      """
          .getBytes(StandardCharsets.UTF_8);

  @Autowired private ServiceProbe service;

  @ParameterizedTest
  @ValueSource(strings = {"00", "01"})
  void theEventCarriesTheTraceOfTheRequestSampledOrNot(String flags) {
    String order = place("00-" + TRACE + "-b7ad6b7169203331-" + flags, "vendor=1");
    assertThat(service.outbox(order))
        .hasSize(1)
        .allSatisfy(
            event -> {
              assertThat((String) event.get("traceparent"))
                  .matches("00-" + TRACE + "-[0-9a-f]{16}-" + flags)
                  .doesNotContain("b7ad6b7169203331");
              assertThat(event).containsEntry("tracestate", "vendor=1");
            });
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "00-" + TRACE,
        "00-00000000000000000000000000000000-b7ad6b7169203331-01",
        "00-" + TRACE + "-0000000000000000-01",
        "ff-" + TRACE + "-b7ad6b7169203331-01",
        "00-0AF7651916CD43DD8448EB211C80319C-b7ad6b7169203331-01",
        "00-" + TRACE + "-b7ad6b7169203331-01-and-more",
        "'; DROP TABLE orders; --"
      })
  void aMalformedTraceIsReplacedByANewOne(String traceparent) {
    String order = place(traceparent, "vendor=1");
    assertThat(service.outbox(order))
        .hasSize(1)
        .allSatisfy(
            event ->
                assertThat((String) event.get("traceparent"))
                    .matches("00-(?!0{32})[0-9a-f]{32}-[0-9a-f]{16}-0[0-3]")
                    .doesNotContain(TRACE));
  }

  @Test
  void aStateThatIsTooLongForTheOutboxIsLeftOutAndTheTraceIsKept() {
    String state = "a=%1$s,b=%1$s,c=%1$s".formatted("x".repeat(200));
    String order = place("00-" + TRACE + "-b7ad6b7169203331-01", state);
    assertThat(service.outbox(order))
        .singleElement()
        .satisfies(
            event -> {
              assertThat((String) event.get("traceparent")).contains(TRACE);
              assertThat(event).containsEntry("tracestate", null);
            });
  }

  @Test
  void whatAHandlerAppendsBelongsToTheTraceOfItsEvent() {
    String order = place("00-" + TRACE + "-b7ad6b7169203331-01", "vendor=1");
    StockReserved reserved =
        new StockReserved(
            UUID.fromString(order),
            List.of(new StockReserved.Line("apple", 2)),
            Instant.parse("2026-11-23T09:30:01Z"));
    String event = UUID.randomUUID().toString();
    Map<String, String> headers = Publisher.headers(event, "dev.outbox.inventory.StockReserved.v1");
    headers.put("traceparent", "00-" + OTHER + "-b7ad6b7169203331-01");
    service.publisher().send("inventory-events", order, headers, EventJson.write(reserved));
    service.awaitHandled(event);
    assertThat(service.outbox(order))
        .extracting(row -> ((String) row.get("traceparent")).substring(3, 35))
        .containsExactly(TRACE, OTHER);
  }

  private String place(String traceparent, String tracestate) {
    ResponseEntity<JsonNode> answer =
        service.send(
            HttpMethod.POST,
            "/orders",
            MediaType.APPLICATION_JSON,
            ORDER,
            Map.of("traceparent", traceparent, "tracestate", tracestate));
    assertThat(answer.getStatusCode().value()).isEqualTo(201);
    return answer.getBody().get("orderId").asString();
  }
}
