package dev.outbox.events.contracts;

import java.util.List;
import java.util.Map;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * A schema as the compatibility checker can read it: in draft-07, without texts. Schemas use only
 * what means the same there, but for the format {@code uuid}, which becomes a pattern.
 */
final class Draft07 {

  private static final String DIALECT = "http://json-schema.org/draft-07/schema#";
  private static final String UUID =
      "^[0-9a-fA-F]{8}-[0-9a-fA-F]{4}-[0-9a-fA-F]{4}-[0-9a-fA-F]{4}-[0-9a-fA-F]{12}$";
  private static final List<String> TEXTS =
      List.of("$schema", "$id", "title", "description", "examples");
  private static final Map<String, List<String>> OF_ONE_TYPE =
      Map.of(
          "string", List.of("format", "pattern", "minLength", "maxLength"),
          "integer", List.of("minimum", "maximum"));

  private Draft07() {}

  /** As it is: it allows further fields. */
  static ObjectNode open(JsonNode schema) {
    return view(schema, false).put("$schema", DIALECT);
  }

  /** With no field but those that it names: else the checker lets removed ones pass. */
  static ObjectNode closed(JsonNode schema) {
    return view(schema, true).put("$schema", DIALECT);
  }

  private static ObjectNode view(JsonNode schema, boolean closed) {
    ObjectNode view = (ObjectNode) schema.deepCopy();
    view.remove(TEXTS);
    // They mean nothing for other types, but keep the checker from seeing the type.
    OF_ONE_TYPE.forEach(
        (type, keywords) -> {
          if (!view.path("type").asString("").equals(type)) {
            view.remove(keywords);
          }
        });
    if (view.path("format").asString("").equals("uuid")) {
      view.remove("format");
      view.put("pattern", UUID);
    }
    if (view.has("properties")) {
      ObjectNode properties = JsonNodeFactory.instance.objectNode();
      view.get("properties")
          .forEachEntry((name, property) -> properties.set(name, view(property, closed)));
      view.set("properties", properties);
      if (closed) {
        view.put("additionalProperties", false);
      }
    }
    if (view.has("items")) {
      view.set("items", view(view.get("items"), closed));
    }
    return view;
  }
}
