package dev.outbox.events.contracts;

import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.MissingNode;

/**
 * A field that two schemas disagree about.
 *
 * @param field its path: {@code lines[].sku}
 * @param written its schema where it is written; null if it is not
 * @param alwaysWritten whether it is required there
 * @param read its schema where it is read; null if it is not
 * @param needed whether it is required there
 */
record FieldDifference(
    String field,
    @Nullable JsonNode written,
    boolean alwaysWritten,
    @Nullable JsonNode read,
    boolean needed) {

  /** Whether it is required where it is read, and not where it is written. */
  boolean isMissing() {
    return needed && !alwaysWritten;
  }

  /**
   * What the checker points at: a part of a schema ({@code /properties/sku/pattern}), or all that
   * is required or there at one place ({@code /required}).
   */
  static Stream<FieldDifference> at(String pointer, JsonNode written, JsonNode read) {
    Deque<String> steps = new ArrayDeque<>(Arrays.asList(pointer.substring(1).split("/")));
    FieldDifference parent = new FieldDifference("", written, true, read, true);
    while (!steps.isEmpty()) {
      switch (steps.pop()) {
        case "properties" -> parent = parent.property(steps.pop());
        case "allItemSchema" -> parent = parent.items();
        case "required" -> {
          return parent.properties(FieldDifference::isMissing);
        }
        case "propertySchemasRemoved" -> {
          return parent.properties(property -> property.read == null);
        }
        case "propertySchemasAdded" -> {
          return parent.properties(property -> property.written == null);
        }
        default -> steps.clear();
      }
    }
    return Stream.of(parent);
  }

  private FieldDifference property(String name) {
    return new FieldDifference(
        field.isEmpty() ? name : field + "." + name,
        child(written, "properties", name),
        requires(written, name),
        child(read, "properties", name),
        requires(read, name));
  }

  private FieldDifference items() {
    return new FieldDifference(
        field + "[]", child(written, "items"), true, child(read, "items"), true);
  }

  private Stream<FieldDifference> properties(Predicate<FieldDifference> which) {
    SortedSet<String> names = new TreeSet<>();
    names.addAll(orMissing(written).path("properties").propertyNames());
    names.addAll(orMissing(read).path("properties").propertyNames());
    return names.stream().map(this::property).filter(which);
  }

  private static @Nullable JsonNode child(@Nullable JsonNode schema, String... path) {
    JsonNode child = orMissing(schema);
    for (String step : path) {
      child = child.path(step);
    }
    return child.isMissingNode() ? null : child;
  }

  private static boolean requires(@Nullable JsonNode schema, String name) {
    return orMissing(schema)
        .path("required")
        .valueStream()
        .anyMatch(r -> r.asString().equals(name));
  }

  private static JsonNode orMissing(@Nullable JsonNode schema) {
    return schema == null ? MissingNode.getInstance() : schema;
  }
}
