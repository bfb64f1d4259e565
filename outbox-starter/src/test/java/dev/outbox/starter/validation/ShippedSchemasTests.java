package dev.outbox.starter.validation;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.outbox.events.EventContract;
import dev.outbox.events.order.OrderPlaced;
import dev.outbox.starter.sample.ThingHappened;
import dev.outbox.starter.sample.ThingNoticed;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ShippedSchemasTests {

  private static final String ORDER_PLACED = "dev.outbox.order.OrderPlaced.v1";
  private static final String THING_HAPPENED = "test.ThingHappened.v1";

  private final PayloadSchemas schemas = new ShippedSchemas();

  @Test
  void theSchemaIsFoundInThePackageOfTheEventOrAboveItAndCompiledOnce() {
    PayloadSchema thing = schemas.of(ThingHappened.class, THING_HAPPENED);
    assertThat(thing).isNotNull().isSameAs(schemas.of(ThingHappened.class, THING_HAPPENED));
    assertThat(schemas.of(OrderPlaced.class, ORDER_PLACED)).isNotNull();
    assertThat(schemas.of(ThingNoticed.class, "test.ThingNoticed.v1")).isNull();
  }

  @Test
  void anExampleIsAllowedAlsoWithFieldsThatNobodyKnows() {
    String example = new String(EventContract.of(ORDER_PLACED).exampleBytes(), UTF_8);
    assertThat(violations(example)).isEmpty();
    assertThat(violations(example.replaceFirst("\\{", "{\"addedLater\":1,"))).isEmpty();
  }

  @Test
  void eachFaultIsToldWithItsPlaceInEnglishWhereverItIs() {
    Locale usual = Locale.getDefault();
    Locale.setDefault(Locale.GERMAN);
    try {
      String example = new String(EventContract.of(ORDER_PLACED).exampleBytes(), UTF_8);
      String broken =
          example
              .replace("\"total\":\"2.00\"", "\"total\":2")
              .replace("\"quantity\":2", "\"quantity\":0")
              .replace("\"customerId\":\"c-1\",", "")
              .replace("ada@example.org", "ada");
      assertThat(violations(broken))
          .containsExactlyInAnyOrder(
              "required property 'customerId' not found",
              "/total: integer found, string expected",
              "/lines/0/quantity: must have a minimum value of 1",
              "/customerEmail: does not match the email pattern");
    } finally {
      Locale.setDefault(usual);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"ada@shop.internal", "ada@example.newtld", "ädä@example.org", "a..b@c"})
  void anAddressIsNoFaultForItsDomainIsNotListedSomewhere(String address) {
    String example = new String(EventContract.of(ORDER_PLACED).exampleBytes(), UTF_8);
    assertThat(violations(example.replace("ada@example.org", address))).isEmpty();
  }

  @Test
  void whatIsNoJsonOfAnEventIsAFault() {
    for (String payload : List.of("", "null", "[]", "1", "{", "{} {}", "\"text\"")) {
      assertThat(violations(payload)).as(payload).isNotEmpty();
    }
    assertThat(violations("{")).singleElement().asString().startsWith("it is no JSON: ");
  }

  @Test
  void aLongListOfFaultsIsCut() {
    String line = "{\"sku\":\"\",\"quantity\":1,\"unitPrice\":\"1\"}";
    String lines = "[" + (line + ",").repeat(99) + line + "]";
    assertThat(violations("{\"lines\":%s}".formatted(lines)))
        .hasSize(11)
        .last()
        .isEqualTo("and 96 more");
  }

  private List<String> violations(String payload) {
    PayloadSchema schema = schemas.of(OrderPlaced.class, ORDER_PLACED);
    assertThat(schema).isNotNull();
    return schema.violations(payload.getBytes(UTF_8));
  }
}
