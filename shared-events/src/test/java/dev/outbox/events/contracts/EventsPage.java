package dev.outbox.events.contracts;

import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import tools.jackson.databind.JsonNode;

/** All events as a page for people. */
final class EventsPage {

  private final Contracts contracts;
  private final StringBuilder page = new StringBuilder();

  private EventsPage(Contracts contracts) {
    this.contracts = contracts;
  }

  static String of(Contracts contracts) {
    return new EventsPage(contracts).write();
  }

  private String write() {
    line("# Events");
    line("");
    line("Made by `./saga contracts --write` from the schemas, examples and declarations in");
    line(
        "`shared-events`; a test fails where it is stale. The same for tools: [asyncapi.json](asyncapi.json),");
    line("an AsyncAPI 3.0 document. [contracts.md](../contracts.md) says how events change.");
    line("");
    row("event", "version", "topic", "key", "emitted by", "read by");
    row("---", "---", "---", "---", "---", "---");
    contracts
        .releases()
        .forEach(
            (name, release) ->
                row(
                    "[%s](#%s)"
                        .formatted(name.simpleName(), name.simpleName().toLowerCase(Locale.ROOT)),
                    "v" + name.version(),
                    code(release.topic()),
                    code(release.key()),
                    joined(contracts.producersOf(name).stream()),
                    joined(contracts.needsOf(name.event()).stream().map(Need::consumer))));
    contracts.releases().keySet().stream().map(VersionName::event).distinct().forEach(this::event);
    return page.toString();
  }

  private void event(String event) {
    List<EventVersion> versions =
        contracts.versionsOf(event).stream()
            .filter(version -> contracts.releases().containsKey(version.name()))
            .toList();
    EventVersion newest = versions.get(versions.size() - 1);
    line("");
    line("## " + newest.name().simpleName());
    line("");
    line(newest.schema().path("description").asString(""));
    List<Need> needs = contracts.needsOf(event);
    if (!needs.isEmpty()) {
      line("");
      row("read by", "what", "why");
      row("---", "---", "---");
      needs.forEach(
          need ->
              row(
                  need.consumer(),
                  leaves("", need.schema()).map(EventsPage::code).collect(Collectors.joining(", ")),
                  need.schema().path("description").asString("")));
    }
    for (int i = versions.size() - 1; i >= 0; i--) {
      version(versions.get(i));
    }
  }

  private void version(EventVersion version) {
    line("");
    line("### " + version.name());
    line("");
    row("field", "type", "required", "meaning", "example");
    row("---", "---", "---", "---", "---");
    fields("", version.schema());
    line("");
    line("```json");
    line(ContractFiles.pretty(version.example()));
    line("```");
  }

  private void fields(String path, JsonNode schema) {
    SchemaCheck.children(path, schema)
        .forEach(
            (child, field) -> {
              String name = child.substring(child.lastIndexOf('.') + 1);
              boolean required =
                  child.endsWith("[]")
                      || schema
                          .path("required")
                          .valueStream()
                          .anyMatch(r -> r.asString().equals(name));
              JsonNode example = field.path("examples").path(0);
              row(
                  code(child),
                  type(field),
                  required ? "yes" : "no",
                  field.path("description").asString(""),
                  example.isMissingNode() ? "" : code(example.asString()));
              fields(child, field);
            });
  }

  private static Stream<String> leaves(String path, JsonNode schema) {
    var children = SchemaCheck.children(path, schema);
    return children.isEmpty()
        ? Stream.of(path)
        : children.entrySet().stream().flatMap(child -> leaves(child.getKey(), child.getValue()));
  }

  private static String type(JsonNode field) {
    if (field.has("enum")) {
      return field
          .get("enum")
          .valueStream()
          .map(value -> code(value.asString()))
          .collect(Collectors.joining(", "));
    }
    StringBuilder type = new StringBuilder(field.path("type").asString(""));
    add(type, ", ", field.path("format"), "");
    add(type, ", `", field.path("pattern"), "`");
    add(type, ", at least ", field.path("minItems"), "");
    add(type, ", from ", field.path("minimum"), "");
    add(type, " to ", field.path("maximum"), "");
    add(type, ", at most ", field.path("maxLength"), " characters");
    return type.toString();
  }

  private static void add(StringBuilder type, String before, JsonNode keyword, String after) {
    if (!keyword.isMissingNode()) {
      type.append(before).append(keyword.asString()).append(after);
    }
  }

  private static String code(String text) {
    return "`" + text + "`";
  }

  private static String joined(Stream<String> names) {
    String joined = names.collect(Collectors.joining(", "));
    return joined.isEmpty() ? "nobody" : joined;
  }

  private void row(String... cells) {
    line(
        Stream.of(cells)
            .map(cell -> cell.replace("|", "\\|"))
            .collect(Collectors.joining(" | ", "| ", " |")));
  }

  private void line(String text) {
    page.append(text).append('\n');
  }
}
