package dev.outbox.events.contracts;

import java.util.List;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * All events as an AsyncAPI 3.0 document: what goes over which topic, who sends and who receives.
 */
final class AsyncApi {

  private static final JsonNodeFactory JSON = JsonNodeFactory.instance;

  /** Schemas use only what means the same in this draft, and tools need not know a later one. */
  private static final String SCHEMA_FORMAT = "application/schema+json;version=draft-07";

  private static final String KAFKA_BINDINGS = "0.5.0";
  private static final List<String> ATTRIBUTES =
      List.of("ce_specversion", "ce_id", "ce_type", "ce_source", "ce_subject", "ce_time");

  private final Contracts contracts;

  private AsyncApi(Contracts contracts) {
    this.contracts = contracts;
  }

  static ObjectNode of(Contracts contracts) {
    return new AsyncApi(contracts).document();
  }

  private ObjectNode document() {
    ObjectNode document = JSON.objectNode().put("asyncapi", "3.0.0");
    document
        .putObject("info")
        .put("title", "Events of the order saga")
        .put("version", "1.0.0")
        .put("description", "CloudEvents 1.0 in Kafka's binary mode. Made by ./saga contracts.");
    document.put("defaultContentType", "application/json");
    ObjectNode channels = document.putObject("channels");
    contracts.topics().forEach(topic -> channels.set(topic, channel(topic)));
    ObjectNode operations = document.putObject("operations");
    contracts.producers().keySet().forEach(service -> sends(operations, service));
    contracts.needs().stream()
        .map(Need::consumer)
        .distinct()
        .forEach(consumer -> receives(operations, consumer));
    ObjectNode messages = document.putObject("components").putObject("messages");
    contracts
        .releases()
        .forEach((name, release) -> messages.set(name.toString(), message(name, release)));
    return document;
  }

  private ObjectNode channel(String topic) {
    ObjectNode channel = JSON.objectNode().put("address", topic);
    ObjectNode messages = channel.putObject("messages");
    contracts
        .releases()
        .forEach(
            (name, release) -> {
              if (release.topic().equals(topic)) {
                messages.set(name.shortName(), reference("components/messages/" + name));
              }
            });
    bindings(channel).put("topic", topic);
    return channel;
  }

  private void sends(ObjectNode operations, String service) {
    contracts
        .releases()
        .forEach(
            (name, release) -> {
              if (contracts.producersOf(name).contains(service)) {
                add(operations, service, "send", release.topic(), name);
              }
            });
  }

  private void receives(ObjectNode operations, String consumer) {
    contracts
        .releases()
        .forEach(
            (name, release) -> {
              if (contracts.needsOf(name.event()).stream()
                  .anyMatch(need -> need.consumer().equals(consumer))) {
                add(operations, consumer, "receive", release.topic(), name);
              }
            });
  }

  private static void add(
      ObjectNode operations, String service, String action, String topic, VersionName name) {
    String key = "%s.%s.%s".formatted(service, action, topic);
    if (!operations.has(key)) {
      ObjectNode operation = operations.putObject(key).put("action", action);
      operation.set("channel", reference("channels/" + topic));
      operation.put("title", "%s %ss %s".formatted(service, action, topic));
      operation.putArray("messages");
    }
    operations
        .withArray("/" + key + "/messages")
        .add(reference("channels/%s/messages/%s".formatted(topic, name.shortName())));
  }

  private ObjectNode message(VersionName name, Release release) {
    EventVersion version = contracts.versions().get(name);
    ObjectNode message = JSON.objectNode();
    message.put("name", name.toString());
    message.put("title", name.shortName());
    message.put("summary", version.schema().path("description").asString(""));
    message.set("headers", headers(version));
    ObjectNode payload = message.putObject("payload").put("schemaFormat", SCHEMA_FORMAT);
    payload.set("schema", ((ObjectNode) version.schema().deepCopy()).without("$schema"));
    message.putArray("examples").addObject().set("payload", version.example());
    ObjectNode key =
        (ObjectNode) version.schema().path("properties").path(release.key()).deepCopy();
    bindings(message).set("key", key);
    return message;
  }

  private static ObjectNode headers(EventVersion version) {
    ObjectNode headers = JSON.objectNode().put("type", "object");
    ObjectNode properties = headers.putObject("properties");
    ATTRIBUTES.forEach(attribute -> properties.putObject(attribute).put("type", "string"));
    ((ObjectNode) properties.get("ce_type")).put("const", version.name().toString());
    properties
        .putObject("ce_dataschema")
        .put("type", "string")
        .put("const", version.schema().path("$id").asString(""));
    ATTRIBUTES.forEach(headers.putArray("required")::add);
    return headers;
  }

  private static ObjectNode bindings(ObjectNode of) {
    return of.putObject("bindings").putObject("kafka").put("bindingVersion", KAFKA_BINDINGS);
  }

  private static JsonNode reference(String to) {
    return JSON.objectNode().put("$ref", "#/" + to);
  }
}
