package dev.outbox.events.contracts;

import static dev.outbox.events.contracts.ContractsCopy.PLACED;
import static dev.outbox.events.contracts.ContractsCopy.at;
import static dev.outbox.events.contracts.ContractsCopy.optional;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.Map;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import tools.jackson.databind.node.ObjectNode;

class CompatibilityCheckTests {

  private static final String ADVICE =
      ". A new version must read what all before it wrote: make it so, or make it an event of"
          + " another name";

  static Stream<Arguments> breaks() {
    return Stream.of(
        change(
            "removed",
            s -> remove(s, "customerId"),
            "customerId is gone, which OrderPlaced.v1 has"),
        change(
            "removed from lines",
            s -> remove(at(s, "/properties/lines/items"), "unitPrice"),
            "lines[].unitPrice is gone, which OrderPlaced.v1 has"),
        change(
            "renamed",
            s -> {
              s.withArray("required").add("client");
              at(s, "/properties").set("client", s.at("/properties/customerId"));
              remove(s, "customerId");
            },
            "client is new and required, and OrderPlaced.v1 does not have it",
            "customerId is gone, which OrderPlaced.v1 has"),
        change(
            "retyped",
            s -> at(s, "/properties/lines/items/properties/quantity").put("type", "string"),
            "lines[].quantity was {\"type\":\"integer\",\"minimum\":1,\"maximum\":2147483647} in"
                + " OrderPlaced.v1 and is {\"type\":\"string\"}"),
        change(
            "of another format",
            s -> at(s, "/properties/placedAt").put("format", "uuid"),
            "placedAt was {\"type\":\"string\",\"format\":\"date-time\"} in OrderPlaced.v1 and is"),
        change(
            "added as required",
            s -> {
              at(s, "/properties").putObject("channel").put("type", "string");
              s.withArray("required").add("channel");
            },
            "channel is new and required, and OrderPlaced.v1 does not have it"),
        change(
            "restricted",
            s -> at(s, "/properties/customerId").put("maxLength", 32),
            "customerId was {\"type\":\"string\",\"pattern\":\"\\\\S\",\"maxLength\":64}"));
  }

  private static Arguments change(String name, Consumer<ObjectNode> change, String... messages) {
    return Arguments.of(name, change, messages);
  }

  private static void remove(ObjectNode schema, String field) {
    optional(schema, field);
    at(schema, "/properties").remove(field);
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("breaks")
  void aVersionThatCannotReadTheOneBeforeFails(
      String name, Consumer<ObjectNode> change, String[] messages, @TempDir Path folder) {
    assertThat(new ContractsCopy(folder).next(PLACED, 2, change).findings(new CompatibilityCheck()))
        .hasSize(messages.length)
        .allSatisfy(finding -> assertThat(finding).startsWith(PLACED + ".v2: ").endsWith(ADVICE))
        .zipSatisfy(
            Stream.of(messages).toList(), (found, message) -> assertThat(found).contains(message));
  }

  @Test
  void aNarrowedEnumFails(@TempDir Path folder) {
    assertThat(
            new ContractsCopy(folder)
                .next(
                    ContractsCopy.CANCELLED,
                    2,
                    schema ->
                        ((ObjectNode) schema.at("/properties/reason")).withArray("enum").remove(1))
                .findings(new CompatibilityCheck()))
        .containsExactly(
            "dev.outbox.order.OrderCancelled.v2: reason was"
                + " {\"type\":\"string\",\"enum\":[\"CUSTOMER\",\"TIMEOUT\"]} in OrderCancelled.v1"
                + " and is {\"type\":\"string\",\"enum\":[\"CUSTOMER\"]}"
                + ADVICE);
  }

  @Test
  void aVersionIsComparedWithAllBeforeIt(@TempDir Path folder) {
    assertThat(
            new ContractsCopy(folder)
                .next(
                    PLACED,
                    2,
                    schema -> at(schema, "/properties").putObject("channel").put("type", "string"))
                .next(PLACED, 3, schema -> schema.withArray("required").add("channel"))
                .findings(new CompatibilityCheck()))
        .containsExactly(
            PLACED
                + ".v3: channel is new and required, and OrderPlaced.v1 does not have it"
                + ADVICE,
            PLACED + ".v3: channel is required now, and OrderPlaced.v2 may lack it" + ADVICE);
  }

  @Test
  void aVersionThatAllowsMoreIsCompatible(@TempDir Path folder) {
    assertThat(
            new ContractsCopy(folder)
                .next(
                    PLACED,
                    2,
                    schema -> {
                      at(schema, "/properties").putObject("channel").put("type", "string");
                      at(schema, "/properties/customerId").put("maxLength", 128);
                      optional(schema, "customerEmail");
                    })
                .findings(new CompatibilityCheck()))
        .isEmpty();
  }

  @Test
  void aVersionKeepsTopicAndKey(@TempDir Path folder) {
    ContractsCopy copy = new ContractsCopy(folder).next(PLACED, 2, schema -> {});
    Contracts contracts = copy.read();
    VersionName v2 = new VersionName(PLACED, 2);
    Contracts moved =
        contracts.with(Map.of(v2, new Release("placed-order-events", "customerId", "", "")));
    assertThat(new CompatibilityCheck().check(moved).map(Finding::message))
        .containsExactly(
            "its topic is placed-order-events, that of OrderPlaced.v1 is order-events" + ADVICE,
            "its key is customerId, that of OrderPlaced.v1 is orderId" + ADVICE);
  }
}
