package dev.outbox.events.contracts;

import static dev.outbox.events.contracts.ContractsCopy.at;
import static org.assertj.core.api.Assertions.assertThat;

import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.node.ObjectNode;

class SchemaCheckTests {

  private static final String TYPE = "dev.outbox.order.OrderCancelled.v1";

  @TempDir private Path folder;
  private ContractsCopy copy;

  @BeforeEach
  void copy() {
    copy = new ContractsCopy(folder);
  }

  /** Those that draft-07 does not know or understands in another way. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "$defs",
        "$ref",
        "$dynamicRef",
        "prefixItems",
        "additionalItems",
        "contains",
        "minContains",
        "dependentRequired",
        "dependencies",
        "unevaluatedProperties"
      })
  void aKeywordOfOneDraftOnlyFails(String keyword) {
    copy.schema(TYPE, schema -> at(schema, "/properties/reason").putObject(keyword));
    assertThat(copy.findings(new SchemaCheck()))
        .anySatisfy(
            finding ->
                assertThat(finding)
                    .startsWith(
                        TYPE + ": reason has the keyword " + keyword + ": only those that"));
  }

  @Test
  void consumersAreHeldToTheSameKeywords() {
    copy.need(
        "order-service", "dev.outbox.inventory.StockReserved", need -> need.put("not", false));
    assertThat(copy.findings(new SchemaCheck()))
        .singleElement()
        .asString()
        .contains("what order-service reads: the event has the keyword not");
  }

  @Test
  void bothDraftsSayTheSameOfRandomValues() {
    var later = SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12);
    var earlier = SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_7);
    for (EventVersion version : copy.read().versions().values()) {
      ObjectNode schema = ((ObjectNode) version.schema().deepCopy()).without("$schema");
      RandomJson random = new RandomJson(7);
      for (int i = 0; i < 50; i++) {
        for (ObjectNode value : withFaults((ObjectNode) random.of(schema))) {
          assertThat(earlier.getSchema(schema).validate(value).size())
              .as("faults of %s", value)
              .isEqualTo(later.getSchema(schema).validate(value).size());
        }
      }
    }
  }

  /** The value, and with each of its fields wrong and gone. */
  private static List<ObjectNode> withFaults(ObjectNode value) {
    List<ObjectNode> values = new ArrayList<>(List.of(value));
    for (String field : value.propertyNames()) {
      values.add(value.deepCopy().put(field, 0.5));
      values.add(value.deepCopy().without(List.of(field)));
    }
    return values;
  }

  @Test
  void aFieldWithoutADescriptionOrAnExampleFails() {
    copy.schema(
        TYPE,
        schema -> {
          at(schema, "/properties/reason").remove("description");
          at(schema, "/properties/customerId").remove("examples");
        });
    assertThat(copy.findings(new SchemaCheck()))
        .containsExactlyInAnyOrder(
            TYPE + ": reason has no description", TYPE + ": customerId has no examples");
  }

  @Test
  void anExampleThatBreaksItsSchemaFails() {
    copy.schema(
        TYPE, schema -> at(schema, "/properties/reason").putArray("examples").add("WEATHER"));
    assertThat(copy.findings(new SchemaCheck()))
        .singleElement()
        .asString()
        .startsWith(TYPE + ": reason, its example \"WEATHER\": ");
  }

  @Test
  void theIdIsThatOfTheType() {
    copy.schema(TYPE, schema -> schema.put("$id", "https://outbox.example/schemas/other.json"));
    assertThat(copy.findings(new SchemaCheck()))
        .containsExactly(
            TYPE + ": its $id must be https://outbox.example/schemas/" + TYPE + ".json");
  }
}
