package dev.outbox.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * docs/configuration.md says what the code says of its settings. After a change run these tests
 * with {@code -Ddocs.update=true}, which writes it anew.
 */
class ConfigurationReferenceTests {

  private static final Path REFERENCE = Path.of("..", "docs", "configuration.md");
  private static final Map<String, String> MODULES = new LinkedHashMap<>();

  static {
    MODULES.put("outbox-relay", "The relay: where the outboxes are, and how it asks.");
    MODULES.put("outbox-starter", "Every service that uses the starter.");
    MODULES.put("web-support", "The HTTP APIs of the three services.");
    MODULES.put("order-service", "order-service alone.");
    MODULES.put("notification-service", "notification-service alone.");
  }

  @Test
  void theReferenceIsThatOfTheCode() throws IOException {
    String expected = reference();
    if (Boolean.getBoolean("docs.update")) {
      Files.writeString(REFERENCE, expected);
    }
    assertThat(REFERENCE)
        .as("out of date: ./mvnw verify -Ddocs.update=true writes it anew")
        .hasContent(expected);
  }

  private static String reference() throws IOException {
    StringBuilder page = new StringBuilder();
    page.append("# Configuration\n\n");
    page.append(
        "Made from the code by `ConfigurationReferenceTests`; do not edit. Any setting can");
    page.append(" be an environment variable: `outbox.max-payload-size` is");
    page.append(" `OUTBOX_MAXPAYLOADSIZE`. A wrong value stops the application with a sentence,");
    page.append(" and so does an unknown name, unless it is that of an environment variable.\n");
    page.append(
        "All of Spring Boot's settings apply too: `spring.datasource.*`, `spring.kafka.*`,");
    page.append(" `server.*`, `management.*`.");
    page.append(" `logging.structured.format.console=ecs` (`LOGGING_STRUCTURED_FORMAT_CONSOLE`)");
    page.append(" writes the log as JSON, an object a line.\n");
    for (Map.Entry<String, String> module : MODULES.entrySet()) {
      page.append("\n## ").append(module.getKey()).append("\n\n");
      page.append(module.getValue()).append("\n\n");
      page.append("| setting | type | default | what it is, and when to change it |\n");
      page.append("| --- | --- | --- | --- |\n");
      for (JsonNode property : properties(module.getKey())) {
        page.append(row(property));
      }
    }
    return page.toString();
  }

  private static List<JsonNode> properties(String module) throws IOException {
    Path classes = Path.of("..", module, "target", "classes", "META-INF");
    List<JsonNode> properties = new ArrayList<>();
    Path metadata = classes.resolve("spring-configuration-metadata.json");
    Path additional = classes.resolve("additional-spring-configuration-metadata.json");
    // The processor takes the additional ones into its own, where a module has any of its own.
    Path file = Files.exists(metadata) ? metadata : additional;
    new JsonMapper().readTree(file).get("properties").forEach(properties::add);
    properties.removeIf(property -> property.path("type").asString("").contains("Map<"));
    properties.removeIf(
        property ->
            property.path("type").asString("").matches("dev\\.outbox\\.relay\\..*Properties"));
    properties.sort(Comparator.comparing(property -> property.get("name").asString()));
    assertThat(properties).as(module).isNotEmpty();
    return properties;
  }

  private static String row(JsonNode property) {
    String name = property.get("name").asString();
    String description = property.path("description").asString("");
    assertThat(description).as("description of %s", name).isNotBlank();
    String type = property.get("type").asString().replaceAll("[a-zA-Z.]+\\.([A-Z])", "$1");
    JsonNode value = property.path("defaultValue");
    String initial = value.isMissingNode() ? "" : "`" + value.asString() + "`";
    return "| `%s` | %s | %s | %s |\n"
        .formatted(
            name,
            type.replace("<", " of ").replace(">", ""),
            initial,
            description.replaceAll("\\{@code ([^}]*)}", "`$1`").replace("|", "\\|"));
  }
}
