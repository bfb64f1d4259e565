package dev.outbox.endtoend.readme;

import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * JSON as documentation shows it: a string with {@code …} in it stands for any value, a bare {@code
 * …} among the elements of an array for any number of them.
 */
final class JsonPattern {

  private static final JsonMapper JSON = new JsonMapper();
  private static final Pattern STRING_OR_ELLIPSIS = Pattern.compile("\"(?:\\\\.|[^\"\\\\])*\"|…");
  private static final String ELEMENTS = "… elements";

  private final JsonNode pattern;

  JsonPattern(String json) {
    this.pattern =
        JSON.readTree(
            STRING_OR_ELLIPSIS
                .matcher(json)
                .replaceAll(
                    found ->
                        Matcher.quoteReplacement(
                            found.group().equals("…") ? '"' + ELEMENTS + '"' : found.group())));
  }

  /** Whether all of an answer is as shown. */
  boolean matches(String answer) {
    return parse(answer).filter(json -> same(pattern, json)).isPresent();
  }

  /** Whether an object somewhere in the answer has the fields that are shown, and maybe others. */
  boolean matchesFieldsIn(String answer) {
    return parse(answer).filter(this::hasFields).isPresent();
  }

  private static Optional<JsonNode> parse(String answer) {
    try {
      return Optional.of(JSON.readTree(answer));
    } catch (JacksonException e) {
      return Optional.empty();
    }
  }

  private boolean hasFields(JsonNode json) {
    return json.isObject() && allFieldsIn(pattern, json)
        || json.values().stream().anyMatch(this::hasFields);
  }

  private static boolean same(JsonNode pattern, JsonNode json) {
    if (pattern.isString() && pattern.asString().contains("…")) {
      return true;
    }
    if (pattern.isObject() && json.isObject()) {
      return pattern.size() == json.size() && allFieldsIn(pattern, json);
    }
    if (pattern.isArray() && json.isArray()) {
      return same(List.copyOf(pattern.values()), List.copyOf(json.values()));
    }
    return pattern.equals(json);
  }

  private static boolean allFieldsIn(JsonNode pattern, JsonNode json) {
    return pattern.properties().stream()
        .allMatch(
            field -> json.has(field.getKey()) && same(field.getValue(), json.get(field.getKey())));
  }

  private static boolean same(List<JsonNode> patterns, List<JsonNode> elements) {
    if (patterns.isEmpty()) {
      return elements.isEmpty();
    }
    List<JsonNode> rest = patterns.subList(1, patterns.size());
    if (patterns.get(0).asString("").equals(ELEMENTS)) {
      return same(rest, elements) || !elements.isEmpty() && same(patterns, tail(elements));
    }
    return !elements.isEmpty()
        && same(patterns.get(0), elements.get(0))
        && same(rest, tail(elements));
  }

  private static List<JsonNode> tail(List<JsonNode> elements) {
    return elements.subList(1, elements.size());
  }
}
