package dev.outbox.events.contracts;

import io.apicurio.registry.content.ContentHandle;
import io.apicurio.registry.content.TypedContent;
import io.apicurio.registry.rules.compatibility.CompatibilityLevel;
import io.apicurio.registry.rules.compatibility.JsonSchemaCompatibilityChecker;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import tools.jackson.databind.node.ObjectNode;

/** Compares schemas with Apicurio's checker. */
final class Compatibility {

  private static final String JSON = "application/json";

  private Compatibility() {}

  /**
   * Where a reader that goes by one schema cannot take all that others allow.
   *
   * @param written the schemas by which was written, in draft-07
   * @param read the schema by which is read, in draft-07
   * @return the differences, by field; empty if all can be read
   */
  static SortedMap<String, FieldDifference> breaks(ObjectNode written, ObjectNode read) {
    SortedMap<String, FieldDifference> breaks = new TreeMap<>();
    new JsonSchemaCompatibilityChecker()
        .testCompatibility(
            CompatibilityLevel.BACKWARD_TRANSITIVE,
            List.of(content(written)),
            content(read),
            Map.of())
        .getIncompatibleDifferences()
        .forEach(
            difference -> {
              String path = difference.asRuleViolation().getContext();
              FieldDifference.at(path, written, read).forEach(d -> breaks.put(d.field(), d));
            });
    return breaks;
  }

  private static TypedContent content(ObjectNode schema) {
    return TypedContent.create(ContentHandle.create(schema.toString()), JSON);
  }
}
