package dev.outbox.endtoend.observability;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.yaml.snakeyaml.Yaml;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The files of deploy/observability, and what they ask of the applications. */
public final class Monitoring {

  static final Path PROJECT = Path.of("..").toAbsolutePath().normalize();
  static final Path FILES = PROJECT.resolve("deploy/observability");

  private static final JsonMapper JSON = new JsonMapper();

  private Monitoring() {}

  /** All that dashboards and alerts ask. */
  public static List<Query> queries() {
    List<Query> queries = new ArrayList<>();
    for (JsonNode rule : alerts()) {
      queries.add(Query.of(rule.get("alert").asString(), rule.get("expr").asString()));
    }
    for (JsonNode dashboard : dashboards()) {
      for (JsonNode asked : dashboard.findParents("expr")) {
        queries.add(query(dashboard, asked.get("expr").asString()));
      }
      for (JsonNode variable : dashboard.get("templating").get("list")) {
        // label_values(METRIC, LABEL)
        String[] values = variable.get("query").get("query").asString().split("[(),] *");
        queries.add(query(dashboard, "count by (" + values[2] + ") (" + values[1] + ")"));
      }
    }
    return queries;
  }

  private static Query query(JsonNode dashboard, String expression) {
    return Query.of(dashboard.get("title").asString() + ": " + expression, expression);
  }

  static List<JsonNode> alerts() {
    List<JsonNode> alerts = new ArrayList<>();
    for (JsonNode group : yaml(FILES.resolve("prometheus/alerts.yml")).get("groups")) {
      group.get("rules").forEach(alerts::add);
    }
    return alerts;
  }

  static List<JsonNode> dashboards() {
    try (Stream<Path> files = Files.list(FILES.resolve("grafana/dashboards"))) {
      return files.sorted().map(file -> JSON.readTree(read(file))).toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  static JsonNode yaml(Path file) {
    Map<String, Object> content = new Yaml().load(read(file));
    return JSON.valueToTree(content);
  }

  static String read(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
