package dev.outbox.order;

import static org.assertj.core.api.Assertions.assertThat;

import dev.outbox.starter.testing.ServiceProbe;
import dev.outbox.starter.testing.ServiceTest;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.http.HttpMethod;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.jdbc.core.simple.JdbcClient;
import tools.jackson.databind.JsonNode;

/** The contract of the HTTP API, above all what it refuses. */
@ServiceTest
class OrderApiIntegrationTests {

  private static final String LINE = "{\"sku\":\"a\",\"quantity\":1,\"unitPrice\":\"1.00\"}";

  @Autowired private ServiceProbe service;
  @Autowired private JdbcClient jdbc;
  @Autowired private IdempotencyKeys keys;

  static List<RefusedOrder> refusedOrders() {
    List<RefusedOrder> refused = new ArrayList<>();
    for (String customerId :
        List.of("null", "1", "\"\"", "\"  \"", "\"a\\u0000b\"", "\"a\\nb\"", quoted("x", 65))) {
      refused.add(new RefusedOrder("customerId", "customerId", customerId));
    }
    for (String email : List.of("null", "\"no\"", "\"a b@c.d\"", "\"a@b@c\"", "true", "[]")) {
      refused.add(new RefusedOrder("customerEmail", "customerEmail", email));
    }
    for (String currency : List.of("null", "\"XX\"", "\"EURO\"", "978", "\"XXX\"", "\"eur\"")) {
      refused.add(new RefusedOrder("currency", "currency", currency));
    }
    String many = "[" + String.join(",", Collections.nCopies(101, LINE)) + "]";
    for (String lines : List.of("null", "[]", "{}", "\"x\"", many)) {
      refused.add(new RefusedOrder("lines", "lines", lines));
    }
    refused.add(new RefusedOrder("lines[0]", "lines", "[null]"));
    refused.add(new RefusedOrder("lines[1].sku", "lines", "[" + LINE + "," + LINE + "]"));
    for (String sku : List.of("null", "\"\"", "\"a b\"", "\"ä\"", "1", quoted("x", 65))) {
      refused.add(line("sku", sku));
    }
    for (String quantity :
        List.of("null", "0", "-1", "10001", "1.5", "\"2\"", "true", "99999999999")) {
      refused.add(line("quantity", quantity));
    }
    for (String price :
        List.of(
            "null",
            "\"-1\"",
            "\"1.001\"",
            "\"x\"",
            "\"\"",
            "1e400",
            "1e1000000000",
            "1e-1000000000",
            "\"1E+3000\"",
            "true")) {
      refused.add(line("unitPrice", price));
    }
    return refused;
  }

  @ParameterizedTest
  @MethodSource("refusedOrders")
  void anOrderThatBreaksARuleIsRefusedByFieldAndChangesNothing(RefusedOrder order) {
    int before = service.count("orders");
    ResponseEntity<JsonNode> answer = service.post("/orders", order.body());
    assertProblem(answer, 400);
    assertThat(answer.getBody().get("errors"))
        .as("%s", answer.getBody())
        .anySatisfy(
            error -> {
              assertThat(error.get("field").asString()).isEqualTo(order.field());
              assertThat(error.has("found")).isTrue();
              assertThat(error.get("allowed").asString()).isNotBlank();
            });
    assertThat(service.count("orders")).isEqualTo(before);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "{", "[]", "null", "1", "{} {}", "{\"a\":1,\"a\":2}", "\u0000"})
  void whatIsNoJsonObjectIsRefused(String body) {
    assertProblem(service.post("/orders", body), 400);
  }

  @Test
  void badUtf8IsRefused() {
    byte[] body = order("c-?", LINE).getBytes(StandardCharsets.ISO_8859_1);
    body[new String(body, StandardCharsets.ISO_8859_1).indexOf('?')] = (byte) 0xff;
    assertProblem(
        service.send(HttpMethod.POST, "/orders", MediaType.APPLICATION_JSON, body, Map.of()), 400);
  }

  @Test
  void otherContentTypesAndMethodsAreRefused() {
    byte[] body = order("c-1", LINE).getBytes(StandardCharsets.UTF_8);
    assertProblem(
        service.send(HttpMethod.POST, "/orders", MediaType.TEXT_PLAIN, body, Map.of()), 415);
    assertProblem(
        service.send(HttpMethod.PATCH, "/orders", MediaType.APPLICATION_JSON, body, Map.of()), 405);
  }

  @Test
  void aBodyOverTheLimitIsRefused() {
    byte[] body = new byte[256 * 1024 + 1];
    Arrays.fill(body, (byte) ' ');
    assertProblem(
        service.send(HttpMethod.POST, "/orders", MediaType.APPLICATION_JSON, body, Map.of()), 413);
  }

  @ParameterizedTest
  @CsvSource({
    "/orders/nonsense, 400",
    "/orders/00000000-0000-0000-0000-000000000000, 404",
    "/orders?limit=0, 400",
    "/orders?limit=-1, 400",
    "/orders?limit=101, 400",
    "/orders?limit=x, 400",
    "/orders?status=LOST, 400",
    "/orders?after=x, 400",
    "/nothing, 404"
  })
  void badQueriesAreRefused(String path, int status) {
    assertProblem(service.get(path), status);
  }

  @Test
  void pricesHaveTheScaleOfTheirCurrency() {
    assertThat(place("{\"sku\":\"a\",\"quantity\":2,\"unitPrice\":5}", "EUR")).isEqualTo("10.00");
    assertThat(place("{\"sku\":\"a\",\"quantity\":2,\"unitPrice\":\"5\"}", "JPY")).isEqualTo("10");
    assertThat(place("{\"sku\":\"a\",\"quantity\":1,\"unitPrice\":\"0.001\"}", "KWD"))
        .isEqualTo("0.001");
    assertThat(place("{\"sku\":\"a\",\"quantity\":1,\"unitPrice\":0}", "EUR")).isEqualTo("0.00");
  }

  @Test
  void theSameKeyAndBodyGiveTheFirstAnswerAgain() {
    String key = UUID.randomUUID().toString();
    ResponseEntity<JsonNode> first = post(key, order("c-1", LINE));
    assertThat(first.getStatusCode().value()).isEqualTo(201);
    ResponseEntity<JsonNode> second = post(key, order("c-1", LINE).replace(",", " ,\n"));
    assertThat(second.getStatusCode().value()).isEqualTo(201);
    assertThat(second.getBody()).isEqualTo(first.getBody());
    assertThat(second.getHeaders().getLocation()).isEqualTo(first.getHeaders().getLocation());
    assertThat(service.outbox(first.getBody().get("orderId").asString())).hasSize(1);
  }

  @Test
  void theSameKeyWithAnotherBodyIsRefused() {
    String key = UUID.randomUUID().toString();
    post(key, order("c-1", LINE));
    int before = service.count("orders");
    ResponseEntity<JsonNode> answer = post(key, order("c-2", LINE));
    assertProblem(answer, 422);
    assertThat(answer.getBody().get("detail").asString()).contains(key);
    assertThat(service.count("orders")).isEqualTo(before);
  }

  @Test
  void eightRequestsWithTheSameKeyAtOncePlaceOneOrder() throws Exception {
    ExecutorService clients = Executors.newFixedThreadPool(8);
    try {
      for (int round = 0; round < 10; round++) {
        String key = UUID.randomUUID().toString();
        Callable<ResponseEntity<JsonNode>> request = () -> post(key, order("c-1", LINE));
        Set<JsonNode> answers = new HashSet<>();
        for (Future<ResponseEntity<JsonNode>> answer :
            clients.invokeAll(Collections.nCopies(8, request))) {
          assertThat(answer.get().getStatusCode().value()).isEqualTo(201);
          answers.add(answer.get().getBody());
        }
        assertThat(answers).hasSize(1);
      }
    } finally {
      clients.shutdownNow();
    }
  }

  @Test
  void aKeyThatIsNoneIsRefused() {
    assertProblem(post("x".repeat(256), order("c-1", LINE)), 400);
    assertProblem(post("with space", order("c-1", LINE)), 400);
  }

  @Test
  void keysAreForgottenAfterADay() {
    String old = UUID.randomUUID().toString();
    String recent = UUID.randomUUID().toString();
    post(old, order("c-1", LINE));
    post(recent, order("c-1", LINE));
    jdbc.sql("UPDATE idempotency_key SET created_at = NOW(6) - INTERVAL 25 HOUR WHERE id_key = ?")
        .param(old)
        .update();
    new IdempotencyKeyPurge(keys).purge();
    assertThat(service.count("idempotency_key WHERE id_key = ?", old)).isZero();
    assertThat(service.count("idempotency_key WHERE id_key = ?", recent)).isEqualTo(1);
  }

  @Test
  void ordersAreListedNewestFirstPageByPage() {
    String customer = "c-" + UUID.randomUUID();
    List<String> placed = new ArrayList<>();
    for (int i = 0; i < 5; i++) {
      placed.add(
          0, service.post("/orders", order(customer, LINE)).getBody().get("orderId").asString());
    }
    String path = "/orders?limit=2&status=PENDING&customerId=" + customer;
    List<String> listed = new ArrayList<>();
    List<Integer> sizes = new ArrayList<>();
    String next = "";
    do {
      JsonNode page = service.get(path + next).getBody();
      page.get("orders").forEach(order -> listed.add(order.get("orderId").asString()));
      sizes.add(page.get("orders").size());
      next = page.get("next").isNull() ? null : "&after=" + page.get("next").asString();
    } while (next != null);
    assertThat(listed).isEqualTo(placed);
    assertThat(sizes).containsExactly(2, 2, 1);
    assertThat(service.get(path.replace("PENDING", "REJECTED")).getBody().get("orders")).isEmpty();
  }

  private String place(String line, String currency) {
    return service
        .post("/orders", order("c-1", line).replace("EUR", currency))
        .getBody()
        .get("total")
        .asString();
  }

  private ResponseEntity<JsonNode> post(String key, String body) {
    return service.send(
        HttpMethod.POST,
        "/orders",
        MediaType.APPLICATION_JSON,
        body.getBytes(StandardCharsets.UTF_8),
        Map.of("Idempotency-Key", key));
  }

  private static void assertProblem(ResponseEntity<JsonNode> answer, int status) {
    assertThat(answer.getStatusCode().value()).as("%s", answer.getBody()).isEqualTo(status);
    assertThat(answer.getHeaders().getContentType()).isEqualTo(MediaType.APPLICATION_PROBLEM_JSON);
    assertThat(answer.getBody().get("status").asInt()).isEqualTo(status);
  }

  private static String order(String customerId, String line) {
    return """
        {"customerId":"%s","customerEmail":"ada@example.org","currency":"EUR","lines":[%s]}"""
        .formatted(customerId, line);
  }

  private static RefusedOrder line(String field, String value) {
    String line = LINE.replaceFirst("\"" + field + "\":(\"[^\"]*\"|[^,}]*)", "\"FIELD\":0");
    return new RefusedOrder(
        "lines[0]." + field,
        "lines",
        "[" + line.replace("\"FIELD\":0", "\"" + field + "\":" + value) + "]");
  }

  private static String quoted(String text, int times) {
    return '"' + text.repeat(times) + '"';
  }

  /** A valid order but for one field, and the field that the answer must name. */
  record RefusedOrder(String field, String member, String value) {

    String body() {
      Map<String, String> members = new LinkedHashMap<>();
      members.put("customerId", "\"c-1\"");
      members.put("customerEmail", "\"ada@example.org\"");
      members.put("currency", "\"EUR\"");
      members.put("lines", "[" + LINE + "]");
      members.put(member, value);
      List<String> json = new ArrayList<>();
      members.forEach((name, text) -> json.add('"' + name + "\":" + text));
      return "{" + String.join(",", json) + "}";
    }

    @Override
    public String toString() {
      return field + " = " + (value.length() > 40 ? value.substring(0, 40) + "…" : value);
    }
  }
}
