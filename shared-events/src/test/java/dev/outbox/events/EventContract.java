package dev.outbox.events;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The JSON Schema and the example that belong to an event's type. */
public record EventContract(String type, JsonNode schema, JsonNode example) {

  private static final String FOLDER = "/dev/outbox/events/";
  private static final JsonMapper JSON = new JsonMapper();
  private static final Map<JsonNode, EventSchema> COMPILED = new ConcurrentHashMap<>();

  /** The contract of an event class. */
  public static EventContract of(Class<? extends Event> event) {
    return of(EventTypes.of(event).value());
  }

  /** The contract of a CloudEvents type. */
  public static EventContract of(String type) {
    return new EventContract(
        type, read("schemas/" + type + ".json"), read("examples/" + type + ".json"));
  }

  /** What is wrong with a payload; empty if nothing is. */
  public List<String> violations(JsonNode payload) {
    return COMPILED.computeIfAbsent(schema, EventSchema::compile).violations(payload);
  }

  /** What is wrong with a payload; empty if nothing is. */
  public List<String> violations(String payload) {
    return violations(JSON.readTree(payload));
  }

  /** The example as it would arrive from Kafka. */
  public byte[] exampleBytes() {
    return example.toString().getBytes(StandardCharsets.UTF_8);
  }

  private static JsonNode read(String file) {
    try (InputStream in = EventContract.class.getResourceAsStream(FOLDER + file)) {
      if (in == null) {
        throw new IllegalStateException("There is no " + FOLDER + file + ": add it");
      }
      return JSON.readTree(in.readAllBytes());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
