package dev.outbox.order;

import static org.assertj.core.api.Assertions.assertThat;

import dev.outbox.starter.testing.ServiceProbe;
import dev.outbox.starter.testing.ServiceTest;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Currency;
import java.util.List;
import java.util.Random;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.http.ResponseEntity;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** What validation accepts is stored, read back as it was, and published as it was. */
@ServiceTest
class OrderLimitsIntegrationTests {

  private static final JsonMapper JSON = new JsonMapper();
  private static final int DEAREST = 1_000_000_000;
  private static final int MOST = 10_000;

  @Autowired private ServiceProbe service;

  @Test
  void aTotalThatTheColumnCannotHoldIsRefused() {
    int before = service.count("orders");
    List<Line> lines = new ArrayList<>();
    for (int i = 0; i < 100; i++) {
      lines.add(new Line("sku-" + i, MOST, "1000000000"));
    }
    ResponseEntity<JsonNode> answer = service.post("/orders", order("c-1", "a@b.c", "EUR", lines));
    assertThat(answer.getStatusCode().value()).as("%s", answer.getBody()).isEqualTo(400);
    assertThat(answer.getBody().at("/errors/0/field").asString()).isEqualTo("lines");
    assertThat(answer.getBody().at("/errors/0/found").asString()).isEqualTo("1000000000000000");
    assertThat(answer.getBody().at("/errors/0/allowed").asString()).contains("999999999999999.99");
    assertThat(service.count("orders")).isEqualTo(before);
  }

  @Test
  void theLargestOrderIsStoredAndReadBack() {
    List<Line> lines = new ArrayList<>();
    for (int i = 0; i < 99; i++) {
      lines.add(new Line("%064d".formatted(i), MOST, "1000000000"));
    }
    lines.add(new Line("last", MOST, "999999999.9999"));
    String label = "b".repeat(63);
    String email = "é".repeat(64) + "@" + label + "." + label + "." + "c".repeat(61);
    assertThat(email).hasSize(254);
    assertStored("😀".repeat(64), email, "CLF", lines);
  }

  @Test
  void whatIsAcceptedIsStoredAndReadBackEqual() {
    long seed = System.nanoTime();
    RandomOrders random = new RandomOrders(new Random(seed));
    for (int i = 0; i < 300; i++) {
      String customer = random.customer();
      String email = random.email();
      try {
        assertStored(customer, email, random.currency(), random.lines());
      } catch (AssertionError e) {
        throw new AssertionError("seed %d, order %d: %s".formatted(seed, i, e.getMessage()), e);
      }
    }
  }

  private void assertStored(String customer, String email, String currency, List<Line> lines) {
    ResponseEntity<JsonNode> answer =
        service.post("/orders", order(customer, email, currency, lines));
    assertThat(answer.getStatusCode().value()).as("%s", answer.getBody()).isEqualTo(201);
    JsonNode placed = answer.getBody();
    String id = placed.get("orderId").asString();
    assertThat(service.get("/orders/" + id).getBody()).isEqualTo(placed);
    assertThat(placed.get("customerId").asString()).isEqualTo(customer);
    assertThat(placed.get("customerEmail").asString()).isEqualTo(email);
    assertThat(placed.get("currency").asString()).isEqualTo(currency);
    assertThat(amount(placed, "total"))
        .isEqualByComparingTo(
            lines.stream().map(Line::total).reduce(BigDecimal.ZERO, BigDecimal::add));
    JsonNode event = JSON.readTree(service.outbox(id).get(0).get("payload").toString());
    for (String field : List.of("customerId", "customerEmail", "currency", "total", "lines")) {
      assertThat(event.get(field)).as(field).isEqualTo(placed.get(field));
    }
    for (int i = 0; i < lines.size(); i++) {
      JsonNode line = placed.get("lines").get(i);
      assertThat(line.get("sku").asString()).isEqualTo(lines.get(i).sku());
      assertThat(line.get("quantity").asInt()).isEqualTo(lines.get(i).quantity());
      assertThat(amount(line, "unitPrice")).isEqualByComparingTo(lines.get(i).unitPrice());
    }
  }

  private static BigDecimal amount(JsonNode json, String field) {
    return new BigDecimal(json.get(field).asString());
  }

  private static String order(String customer, String email, String currency, List<Line> lines) {
    return """
        {"customerId":%s,"customerEmail":%s,"currency":"%s","lines":[%s]}
        """
        .formatted(
            JSON.writeValueAsString(customer),
            JSON.writeValueAsString(email),
            currency,
            lines.stream().map(Line::json).collect(Collectors.joining(",")));
  }

  private record Line(String sku, int quantity, String unitPrice) {

    String json() {
      return "{\"sku\":\"%s\",\"quantity\":%d,\"unitPrice\":\"%s\"}"
          .formatted(sku, quantity, unitPrice);
    }

    BigDecimal total() {
      return new BigDecimal(unitPrice).multiply(BigDecimal.valueOf(quantity));
    }
  }

  /** Orders anywhere within the limits, with texts of all of Unicode. */
  private record RandomOrders(Random random) {

    private static final List<Currency> CURRENCIES =
        Currency.getAvailableCurrencies().stream()
            .filter(currency -> currency.getDefaultFractionDigits() >= 0)
            .toList();

    String customer() {
      return "x" + text(random.nextInt(64));
    }

    /** Of the letters that Hibernate Validator takes. */
    String email() {
      String local =
          ("x" + text(random.nextInt(63)))
              .codePoints()
              .map(c -> c < 0x80 || c > 0xffff ? "a!#$%&'*+/=?^_`{|}~-".charAt(c % 20) : c)
              .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
              .toString();
      return local + "@" + "b".repeat(1 + below(60)) + ".example";
    }

    String currency() {
      return CURRENCIES.get(below(CURRENCIES.size())).getCurrencyCode();
    }

    List<Line> lines() {
      return IntStream.rangeClosed(0, below(4))
          .mapToObj(i -> new Line("sku.-_" + i, 1 + below(MOST), price()))
          .toList();
    }

    /** In whole units, which any currency takes. */
    private String price() {
      return switch (below(4)) {
        case 0 -> "0";
        case 1 -> "1E+" + below(10);
        case 2 -> String.valueOf(DEAREST);
        default -> String.valueOf(below(DEAREST));
      };
    }

    private int below(int bound) {
      return random.nextInt(bound);
    }

    private String text(int length) {
      return random
          .ints(0x20, 0x110000)
          .map(c -> random.nextInt(3) == 0 ? c : c % 0x2000)
          .filter(c -> Character.isDefined(c) && !Character.isISOControl(c))
          .filter(c -> Character.getType(c) != Character.SURROGATE)
          .filter(c -> !Character.isSpaceChar(c) && !Character.isWhitespace(c))
          .limit(length)
          .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
          .toString();
    }
  }
}
