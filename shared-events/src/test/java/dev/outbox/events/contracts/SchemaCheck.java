package dev.outbox.events.contracts;

import dev.outbox.events.EventContract;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import tools.jackson.databind.JsonNode;

/**
 * Schemas are those of JSON Schema 2020-12, use only what means the same in draft-07, by which they
 * are compared, and explain each field.
 */
final class SchemaCheck implements ContractCheck {

  private static final String DIALECT = "https://json-schema.org/draft/2020-12/schema";
  private static final String IDS = "https://outbox.example/schemas/";
  private static final Set<String> ROOT = Set.of("$schema", "$id");

  /** {@code items} is one schema here, and no list: that changed its meaning. */
  private static final Set<String> KEYWORDS =
      Set.of(
          "title",
          "description",
          "examples",
          "type",
          "enum",
          "format",
          "pattern",
          "minLength",
          "maxLength",
          "minimum",
          "maximum",
          "minItems",
          "maxItems",
          "items",
          "properties",
          "required");

  private static final Set<String> TYPES =
      Set.of("object", "array", "string", "integer", "boolean");
  private static final Set<String> FORMATS = Set.of("uuid", "date-time", "email");

  @Override
  public Stream<Finding> check(Contracts contracts) {
    Stream<Finding> events = contracts.versions().values().stream().flatMap(SchemaCheck::event);
    Stream<Finding> needs =
        contracts.needs().stream()
            .flatMap(
                need ->
                    keywords(need.schema())
                        .map(
                            fault ->
                                new Finding(
                                    contracts
                                        .newest(need.event())
                                        .map(EventVersion::name)
                                        .orElse(new VersionName(need.event(), 1)),
                                    "what %s reads: %s".formatted(need.consumer(), fault))));
    return Stream.concat(events, needs);
  }

  private static Stream<Finding> event(EventVersion version) {
    List<String> faults = new ArrayList<>(keywords(version.schema()).toList());
    JsonNode schema = version.schema();
    String id = IDS + version.name() + ".json";
    if (!schema.path("$id").asString("").equals(id)) {
      faults.add("its $id must be " + id);
    }
    if (!schema.path("title").asString("").equals(version.name().simpleName())) {
      faults.add("its title must be " + version.name().simpleName());
    }
    if (faults.isEmpty()) {
      version.violations(version.example()).forEach(fault -> faults.add("its example: " + fault));
      explained("", schema, faults);
    }
    return faults.stream().map(fault -> new Finding(version.name(), fault));
  }

  private static Stream<String> keywords(JsonNode schema) {
    List<String> faults = new ArrayList<>();
    if (!schema.path("$schema").asString("").equals(DIALECT)) {
      faults.add("its $schema must be " + DIALECT);
    }
    keywords("", schema, faults);
    return faults.stream();
  }

  private static void keywords(String path, JsonNode schema, List<String> faults) {
    String where = path.isEmpty() ? "the event" : path;
    schema
        .propertyNames()
        .forEach(
            keyword -> {
              if (!KEYWORDS.contains(keyword) && !(path.isEmpty() && ROOT.contains(keyword))) {
                faults.add(
                    "%s has the keyword %s: only those that mean the same in draft-07 and 2020-12 are used, %s"
                        .formatted(where, keyword, KEYWORDS.stream().sorted().toList()));
              }
            });
    if (!TYPES.contains(schema.path("type").asString(""))) {
      faults.add("%s must have one type of %s".formatted(where, TYPES.stream().sorted().toList()));
    }
    if (schema.has("format") && !FORMATS.contains(schema.get("format").asString())) {
      faults.add("%s has a format other than %s".formatted(where, FORMATS));
    }
    if (schema.path("items").isArray()) {
      faults.add(where + " has a list of items: it must be one schema");
    }
    children(path, schema).forEach((child, of) -> keywords(child, of, faults));
  }

  private static void explained(String path, JsonNode schema, List<String> faults) {
    String where = path.isEmpty() ? "the event" : path;
    if (schema.path("description").asString("").isBlank()) {
      faults.add(where + " has no description");
    }
    Map<String, JsonNode> children = children(path, schema);
    children.forEach((child, of) -> explained(child, of, faults));
    if (children.isEmpty()) {
      JsonNode examples = schema.path("examples");
      if (examples.isEmpty()) {
        faults.add(where + " has no examples");
      }
      for (JsonNode example : examples) {
        new EventContract(path, schema, example)
            .violations(example)
            .forEach(
                fault -> faults.add("%s, its example %s: %s".formatted(where, example, fault)));
      }
    }
  }

  /** The schemas within a schema, by their paths: {@code lines[].sku}. */
  static Map<String, JsonNode> children(String path, JsonNode schema) {
    Map<String, JsonNode> children = new LinkedHashMap<>();
    schema
        .path("properties")
        .forEachEntry(
            (name, child) -> children.put(path.isEmpty() ? name : path + "." + name, child));
    if (schema.path("items").isObject()) {
      children.put(path + "[]", schema.get("items"));
    }
    return children;
  }
}
