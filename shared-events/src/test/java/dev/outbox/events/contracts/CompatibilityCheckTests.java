package dev.outbox.events.contracts;

import static dev.outbox.events.contracts.ContractsCopy.at;
import static dev.outbox.events.contracts.ContractsCopy.optional;
import static dev.outbox.events.contracts.SampleEvents.EVENT;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.Map;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
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

  @TempDir private Path folder;
  private ContractsCopy copy;

  @BeforeEach
  void copy() {
    copy = new ContractsCopy(folder);
  }

  static Stream<Arguments> breaks() {
    return Stream.of(
        change(
            "removed",
            schema -> remove(schema, "customerId"),
            "customerId is gone, which OrderPlaced.v1 has"),
        change(
            "removed from lines",
            schema -> remove(at(schema, "/properties/lines/items"), "unitPrice"),
            "lines[].unitPrice is gone, which OrderPlaced.v1 has"),
        change(
            "renamed",
            schema -> {
              at(schema, "/properties").set("client", schema.at("/properties/customerId"));
              schema.withArray("required").add("client");
              remove(schema, "customerId");
            },
            "client is new and required, and OrderPlaced.v1 does not have it",
            "customerId is gone, which OrderPlaced.v1 has"),
        change(
            "retyped",
            schema ->
                at(schema, "/properties/lines/items/properties/quantity").put("type", "string"),
            "lines[].quantity was {\"type\":\"integer\",\"minimum\":1,\"maximum\":2147483647} in"
                + " OrderPlaced.v1 and is {\"type\":\"string\"}"),
        change(
            "of another format",
            schema -> at(schema, "/properties/placedAt").put("format", "uuid"),
            "placedAt was {\"type\":\"string\",\"format\":\"date-time\"} in OrderPlaced.v1 and is"
                + " {\"type\":\"string\",\"pattern\":\"^[0-9a-fA-F]{8}"),
        change(
            "added as required",
            schema -> {
              at(schema, "/properties").putObject("note").put("type", "string");
              schema.withArray("required").add("note");
            },
            "note is new and required, and OrderPlaced.v1 does not have it"),
        change(
            "an enum narrowed",
            schema -> at(schema, "/properties/channel").withArray("enum").remove(1),
            "channel was {\"type\":\"string\",\"enum\":[\"WEB\",\"PHONE\"]} in OrderPlaced.v1 and is"
                + " {\"type\":\"string\",\"enum\":[\"WEB\"]}"),
        change(
            "restricted",
            schema -> at(schema, "/properties/customerId").put("maxLength", 32),
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
      String name, Consumer<ObjectNode> change, String[] messages) {
    assertThat(copy.next(2, change).findings(new CompatibilityCheck()))
        .hasSize(messages.length)
        .allSatisfy(found -> assertThat(found).startsWith(EVENT + ".v2: ").endsWith(ADVICE))
        .zipSatisfy(
            Stream.of(messages).toList(), (found, message) -> assertThat(found).contains(message));
  }

  @Test
  void aVersionIsComparedWithAllBeforeIt() {
    copy.next(2, schema -> at(schema, "/properties").putObject("note").put("type", "string"))
        .next(3, schema -> schema.withArray("required").add("note"));
    assertThat(copy.findings(new CompatibilityCheck()))
        .containsExactly(
            EVENT + ".v3: note is new and required, and OrderPlaced.v1 does not have it" + ADVICE,
            EVENT + ".v3: note is required now, and OrderPlaced.v2 may lack it" + ADVICE);
  }

  @Test
  void aVersionThatAllowsMoreIsCompatible() {
    copy.next(
        2,
        schema -> {
          at(schema, "/properties").putObject("note").put("type", "string");
          at(schema, "/properties/customerId").put("maxLength", 128);
          optional(schema, "channel");
        });
    assertThat(copy.findings(new CompatibilityCheck())).isEmpty();
  }

  @Test
  void aVersionKeepsTopicAndKey() {
    Contracts moved =
        copy.next(2, schema -> {})
            .read()
            .with(
                Map.of(
                    new VersionName(EVENT, 2), new Release("shop-events", "customerId", "", "")));
    assertThat(new CompatibilityCheck().check(moved).map(Finding::message))
        .containsExactly(
            "its topic is shop-events, that of OrderPlaced.v1 is order-events" + ADVICE,
            "its key is customerId, that of OrderPlaced.v1 is orderId" + ADVICE);
  }
}
