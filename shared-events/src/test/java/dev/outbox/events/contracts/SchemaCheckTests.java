package dev.outbox.events.contracts;

import static dev.outbox.events.contracts.ContractsCopy.at;
import static dev.outbox.events.contracts.SampleEvents.V1;
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

  @TempDir private Path folder;
  private ContractsCopy copy;

  @BeforeEach
  void copy() {
    copy = new ContractsCopy(folder);
    assertThat(copy.findings(new SchemaCheck())).isEmpty();
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
    copy.schema(schema -> at(schema, "/properties/channel").putObject(keyword));
    assertThat(copy.findings(new SchemaCheck()))
        .anySatisfy(
            finding ->
                assertThat(finding)
                    .startsWith(V1 + ": channel has the keyword " + keyword + ": only those that"));
  }

  @Test
  void consumersAreHeldToTheSameKeywords() {
    copy.need("stock-service", need -> need.put("not", false));
    assertThat(copy.findings(new SchemaCheck()))
        .singleElement()
        .asString()
        .contains("what stock-service reads: the event has the keyword not");
  }

  @Test
  void bothDraftsSayTheSameOfRandomValues() {
    var later = SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12);
    var earlier = SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_7);
    for (EventVersion version : Contracts.ofProject().versions().values()) {
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
        schema -> {
          at(schema, "/properties/channel").remove("description");
          at(schema, "/properties/customerId").remove("examples");
        });
    assertThat(copy.findings(new SchemaCheck()))
        .containsExactlyInAnyOrder(
            V1 + ": channel has no description", V1 + ": customerId has no examples");
  }

  @Test
  void anExampleThatBreaksItsSchemaFails() {
    copy.schema(schema -> at(schema, "/properties/channel").putArray("examples").add("WEATHER"));
    assertThat(copy.findings(new SchemaCheck()))
        .singleElement()
        .asString()
        .startsWith(V1 + ": channel, its example \"WEATHER\": ");
  }

  @Test
  void theIdIsThatOfTheType() {
    copy.schema(schema -> schema.put("$id", "https://outbox.example/schemas/other.json"));
    assertThat(copy.findings(new SchemaCheck()))
        .containsExactly(V1 + ": its $id must be https://outbox.example/schemas/" + V1 + ".json");
  }
}
