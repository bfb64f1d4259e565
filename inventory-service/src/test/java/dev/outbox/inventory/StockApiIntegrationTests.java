package dev.outbox.inventory;

import static org.assertj.core.api.Assertions.assertThat;

import dev.outbox.starter.testing.ServiceProbe;
import dev.outbox.starter.testing.ServiceTest;
import dev.outbox.web.testing.RawRequests;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
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

/** What the HTTP API refuses; each time the stock stays what it was. */
@ServiceTest
class StockApiIntegrationTests {

  @Autowired private ServiceProbe service;
  @LocalServerPort private int port;

  private final String sku = "sku-" + UUID.randomUUID();

  @BeforeEach
  void thereAreFive() {
    service.put("/stock/" + sku, "{\"onHand\":5}");
  }

  @AfterEach
  void thereAreStillFive() {
    assertThat(service.get("/stock/" + sku).getBody().get("onHand").asInt()).isEqualTo(5);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "null",
        "-1",
        "1000000001",
        "99999999999",
        "1.5",
        "1e1",
        "\"2\"",
        "\"\"",
        "true",
        "[]",
        "{}"
      })
  void aNumberThatIsNoneIsRefusedByField(String onHand) {
    ResponseEntity<JsonNode> answer = service.put("/stock/" + sku, "{\"onHand\":" + onHand + "}");
    assertProblem(answer, 400);
    JsonNode error = answer.getBody().get("errors").get(0);
    assertThat(error.get("field").asString()).isEqualTo("onHand");
    assertThat(error.has("found")).isTrue();
    assertThat(error.get("allowed").asString()).isNotBlank();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "{",
        "{\"onHand\":",
        "{\"onHand\":7",
        "{}",
        "[]",
        "[{\"onHand\":7}]",
        "null",
        "7",
        "\"x\"",
        "{\"onHand\":7} {}",
        "{\"onHand\":7,\"onHand\":8}",
        "\u0000",
        "{\"onHand\":7\u0001}"
      })
  void whatIsNoJsonObjectIsRefused(String body) {
    assertProblem(service.put("/stock/" + sku, body), 400);
  }

  @Test
  void badUtf8IsRefused() {
    byte[] body = "{\"onHand\":7,\"note\":\"?\"}".getBytes(StandardCharsets.US_ASCII);
    body[body.length - 3] = (byte) 0xff;
    assertProblem(put(MediaType.APPLICATION_JSON, body), 400);
  }

  @Test
  void otherContentTypesAndMethodsAreRefused() {
    byte[] body = "{\"onHand\":7}".getBytes(StandardCharsets.UTF_8);
    assertProblem(put(MediaType.TEXT_PLAIN, body), 415);
    for (HttpMethod method :
        new HttpMethod[] {HttpMethod.POST, HttpMethod.PATCH, HttpMethod.DELETE}) {
      assertProblem(
          service.send(method, "/stock/" + sku, MediaType.APPLICATION_JSON, body, Map.of()), 405);
    }
  }

  @Test
  void aBodyOverTheLimitIsRefused() {
    byte[] body = new byte[256 * 1024 + 1];
    Arrays.fill(body, (byte) ' ');
    assertProblem(put(MediaType.APPLICATION_JSON, body), 413);
  }

  @ParameterizedTest
  @CsvSource({
    "/stock/a b, 400",
    "/stock/ä, 400",
    "/stock/nothing, 404",
    "/stock?limit=0, 400",
    "/stock?limit=-1, 400",
    "/stock?limit=1001, 400",
    "/stock?limit=x, 400",
    "/stock?after=a b, 400",
    "/reservations/nonsense, 400",
    "/reservations/00000000-0000-0000-0000-000000000000, 404",
    "/reservations, 404",
    "/nothing, 404"
  })
  void badPathsAreRefused(String path, int status) {
    assertProblem(service.get(path), status);
  }

  @Test
  void anSkuThatIsTooLongOrHasControlCharactersIsRefused() {
    RawRequests raw = new RawRequests(port);
    assertThat(raw.send("GET", "/stock/" + "x".repeat(65))).isEqualTo(400);
    assertThat(raw.send("GET", "/stock/a%00b")).isEqualTo(400);
    assertThat(raw.send("GET", "/stock/a%0Ab")).isEqualTo(400);
    assertThat(raw.send("GET", "/stock/a%2Fb")).isEqualTo(400);
    assertThat(raw.send("GET", "/stock/%ff")).isEqualTo(400);
    assertThat(raw.send("GET", "/stock/<a>")).isEqualTo(400);
    assertThat(raw.send("GET", "/stock?" + "x".repeat(20_000))).isEqualTo(400);
  }

  @Test
  void stockIsListedPageByPage() {
    service.put("/stock/" + sku + ".2", "{\"onHand\":1}");
    JsonNode page = service.get("/stock?limit=1&after=" + sku).getBody();
    assertThat(page).hasSize(1);
    assertThat(page.get(0).get("sku").asString()).isEqualTo(sku + ".2");
  }

  @Test
  void mutatedPathsAreAnsweredOrRefused() {
    new RawRequests(port).fuzz("/stock/" + sku, 300);
    new RawRequests(port).fuzz("/reservations/" + UUID.randomUUID(), 300);
    new RawRequests(port).fuzz("/stock?limit=5&after=" + sku, 300);
  }

  private ResponseEntity<JsonNode> put(MediaType type, byte[] body) {
    return service.send(HttpMethod.PUT, "/stock/" + sku, type, body, Map.of());
  }

  private static void assertProblem(ResponseEntity<JsonNode> answer, int status) {
    assertThat(answer.getStatusCode().value()).as("%s", answer.getBody()).isEqualTo(status);
    assertThat(answer.getHeaders().getContentType()).isEqualTo(MediaType.APPLICATION_PROBLEM_JSON);
    assertThat(answer.getBody().get("status").asInt()).isEqualTo(status);
  }
}
