package dev.outbox.order;

import static org.assertj.core.api.Assertions.assertThat;

import dev.outbox.starter.testing.ServiceProbe;
import dev.outbox.starter.testing.ServiceTest;
import dev.outbox.web.testing.RawRequests;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.http.HttpMethod;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import tools.jackson.databind.JsonNode;

/** Texts that no column could hold as they are, or that would be more than one line. */
@ServiceTest
class OrderTextsIntegrationTests {

  @Autowired private ServiceProbe service;
  @LocalServerPort private int port;

  @ParameterizedTest
  @ValueSource(
      strings = {
        "\\ud83d",
        "\\ude00",
        "\\ude00\\ud83d",
        "\\u0000",
        "\\r\\n",
        "\\u0085",
        "\\u009b",
        "\\u2028",
        "\\u2029"
      })
  void aCharacterThatIsNoneOrBeginsALineIsRefused(String character) {
    assertRefused("customerId", order("a" + character + "z", "ada@example.org"));
    assertRefused("customerEmail", order("c-1", "a" + character + "z@example.org"));
    assertRefused("customerEmail", order("c-1", "ada@exa" + character + "mple.org"));
  }

  @Test
  void halfACharacterInBytesIsRefused() {
    byte[] body = order("a?z", "ada@example.org").getBytes(StandardCharsets.ISO_8859_1);
    String text = new String(body, StandardCharsets.ISO_8859_1).replace("?", "\u00ed\u00a0\u00bd");
    ResponseEntity<JsonNode> answer =
        service.send(
            HttpMethod.POST,
            "/orders",
            MediaType.APPLICATION_JSON,
            text.getBytes(StandardCharsets.ISO_8859_1),
            Map.of());
    assertThat(answer.getStatusCode().value()).isEqualTo(400);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "/orders?customerId=a%ED%A0%BDz",
        "/orders?customerId=%FF",
        "/orders?%ED%A0%BD=1",
        "/orders/%ED%A0%BD",
        "/inbox/parked/a%ED%A0%BDz",
        "/inbox/parked/%FF"
      })
  void halfACharacterInAPathOrQueryIsRefused(String target) {
    assertThat(new RawRequests(port).send("GET", target)).isEqualTo(400);
  }

  @Test
  void aWholeCharacterIsTaken() {
    ResponseEntity<JsonNode> answer =
        service.post("/orders", order("\\ud83d\\ude00", "ada@example.org"));
    assertThat(answer.getStatusCode().value()).isEqualTo(201);
    assertThat(answer.getBody().get("customerId").asString()).isEqualTo("😀");
    assertThat(service.get("/orders?customerId=😀").getBody().get("orders")).hasSize(1);
  }

  private void assertRefused(String field, String order) {
    int before = service.count("orders");
    ResponseEntity<JsonNode> answer = service.post("/orders", order);
    assertThat(answer.getStatusCode().value()).as("%s", answer.getBody()).isEqualTo(400);
    assertThat(answer.getBody().at("/errors/0/field").asString()).isEqualTo(field);
    assertThat(service.count("orders")).isEqualTo(before);
  }

  private static String order(String customerId, String email) {
    return """
        {"customerId":"%s","customerEmail":"%s","currency":"EUR",
         "lines":[{"sku":"apple","quantity":2,"unitPrice":"0.45"}]}
        """
        .formatted(customerId, email);
  }
}
