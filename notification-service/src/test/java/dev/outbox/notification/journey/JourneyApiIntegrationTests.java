package dev.outbox.notification.journey;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.outbox.starter.testing.ServiceProbe;
import dev.outbox.starter.testing.ServiceTest;
import dev.outbox.web.testing.RawRequests;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.http.HttpMethod;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import tools.jackson.databind.JsonNode;

/** What the HTTP API of journeys refuses. */
@ServiceTest
class JourneyApiIntegrationTests {

  @Autowired private ServiceProbe service;
  @LocalServerPort private int port;

  private RawRequests raw;

  @BeforeEach
  void connect() {
    raw = new RawRequests(port);
    await()
        .atMost(ServiceProbe.LONG)
        .untilAsserted(
            () -> assertThat(service.get("/journeys").getStatusCode().value()).isEqualTo(200));
  }

  @ParameterizedTest
  @CsvSource({
    "state=DONE, state",
    "state=confirmed, state",
    "stalledFor=soon, stalledFor",
    "stalledFor=, stalledFor",
    "stalledFor=-1s, stalledFor",
    "stalledFor=0s, stalledFor",
    "stalledFor=999ms, stalledFor",
    "stalledFor=366d, stalledFor",
    "stalledFor=99999999999999999999d, stalledFor",
    "stalledFor=9223372036854775807d, stalledFor",
    "limit=0, limit",
    "limit=101, limit",
    "limit=x, limit"
  })
  void aParameterThatIsNoneIsRefusedByField(String query, String field) {
    ResponseEntity<JsonNode> answer = service.get("/journeys?" + query);
    assertThat(answer.getStatusCode().value()).isEqualTo(400);
    JsonNode error = answer.getBody().get("errors").get(0);
    assertThat(error.get("field").asString()).isEqualTo(field);
    assertThat(error.has("found")).isTrue();
    assertThat(error.get("allowed").asString()).isNotBlank();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "state=PENDING",
        "stalledFor=1s",
        "stalledFor=30s",
        "stalledFor=PT1M",
        "stalledFor=365d&limit=1"
      })
  void whatIsAllowedIsAnswered(String query) {
    assertThat(raw.send("GET", "/journeys?" + query)).isEqualTo(200);
  }

  @ParameterizedTest
  @CsvSource({
    "/journeys/x, 400",
    "/journeys/%00, 400",
    "/journeys/00000000-0000-0000-0000-000000000000, 404",
    "/journeys/stream/x, 404",
    "/journeys?state=%ff, 400"
  })
  void badTargetsAreRefused(String target, int status) {
    assertThat(raw.send("GET", target)).isEqualTo(status);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"x", "1-", "-1", "1--2", "1,2", "99999999999999999999", "0-0-0-0-0-0\u00e4"})
  void aPlaceInTheStreamThatIsNoneIsRefused(String lastEventId) {
    ResponseEntity<JsonNode> answer =
        service.send(
            HttpMethod.GET,
            "/journeys/stream",
            MediaType.APPLICATION_JSON,
            new byte[0],
            Map.of("Last-Event-ID", lastEventId));
    assertThat(answer.getStatusCode().value()).isEqualTo(400);
    assertThat(answer.getBody().at("/errors/0/field").asString()).isEqualTo("Last-Event-ID");
  }

  @ParameterizedTest
  @ValueSource(strings = {"POST", "PUT", "PATCH", "DELETE"})
  void otherMethodsAreRefused(String method) {
    assertThat(raw.send(method, "/journeys")).isEqualTo(405);
    assertThat(raw.send(method, "/journeys/" + UUID.randomUUID())).isEqualTo(405);
    assertThat(raw.send(method, "/journeys/stream")).isEqualTo(405);
  }

  @Test
  void mutatedTargetsAreAnsweredOrRefused() {
    raw.fuzz("/journeys?state=PENDING&stalledFor=30s&limit=10", 300);
    raw.fuzz("/journeys/" + UUID.randomUUID() + "?x=", 200);
  }
}
