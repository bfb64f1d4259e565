package dev.outbox.notification;

import static org.assertj.core.api.Assertions.assertThat;

import dev.outbox.starter.testing.ServiceProbe;
import dev.outbox.starter.testing.ServiceTest;
import dev.outbox.web.testing.RawRequests;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.http.ResponseEntity;
import tools.jackson.databind.JsonNode;

/** What the HTTP API, which is for reading only, refuses. */
@ServiceTest
class NotificationApiIntegrationTests {

  @Autowired private ServiceProbe service;
  @LocalServerPort private int port;

  private final String order = UUID.randomUUID().toString();
  private RawRequests raw;

  @BeforeEach
  void connect() {
    raw = new RawRequests(port);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "nonsense", "1", "null", "00000000-0000-0000-0000-00000000000g"})
  void anOrderIdThatIsNoneIsRefusedByField(String orderId) {
    ResponseEntity<JsonNode> answer = service.get("/notifications?orderId=" + orderId);
    assertThat(answer.getStatusCode().value()).isEqualTo(400);
    JsonNode error = answer.getBody().get("errors").get(0);
    assertThat(error.get("field").asString()).isEqualTo("orderId");
    assertThat(error.has("found")).isTrue();
    assertThat(error.get("allowed").asString()).isNotBlank();
  }

  @ParameterizedTest
  @CsvSource({
    "/notifications, 400",
    "/notifications?orderId=%00, 400",
    "/notifications?orderId=%ff, 400",
    "/notifications?orderId=%, 400",
    "/notifications?orderId=<x>, 400",
    "/notifications/1, 404",
    "/notifications%2F1, 400",
    "/../notifications, 400",
    "/nothing, 404"
  })
  void badTargetsAreRefused(String target, int status) {
    assertThat(raw.send("GET", target)).isEqualTo(status);
  }

  @ParameterizedTest
  @ValueSource(strings = {"0", "-1", "101", "x", "1.5", "99999999999"})
  void aLimitThatIsNoneIsRefused(String limit) {
    assertThat(raw.send("GET", "/notifications?orderId=" + order + "&limit=" + limit))
        .isEqualTo(400);
  }

  @ParameterizedTest
  @ValueSource(strings = {"POST", "PUT", "PATCH", "DELETE"})
  void otherMethodsAreRefused(String method) {
    assertThat(raw.send(method, "/notifications?orderId=" + order)).isEqualTo(405);
    assertThat(service.count("notification WHERE order_id = ?", order)).isZero();
  }

  @Test
  void anOverlongQueryIsRefused() {
    String query = "/notifications?orderId=" + order + "&x=";
    assertThat(raw.send("GET", query + "x".repeat(20_000))).isEqualTo(400);
    assertThat(raw.send("GET", "/notifications?orderId=" + "x".repeat(5_000))).isEqualTo(400);
  }

  @Test
  void mutatedTargetsAreAnsweredOrRefused() {
    raw.fuzz("/notifications?orderId=" + order, 500);
  }
}
