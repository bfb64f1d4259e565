package dev.outbox.events.contracts;

import com.github.curiousoddman.rgxgen.RgxGen;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Random;
import java.util.UUID;
import java.util.regex.Pattern;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** Makes random values of the schemas that {@link SchemaCheck} allows, often those at the edge. */
final class RandomJson {

  private static final JsonNodeFactory JSON = JsonNodeFactory.instance;

  private final Random random;

  RandomJson(long seed) {
    random = new Random(seed);
  }

  JsonNode of(JsonNode schema) {
    if (schema.has("enum")) {
      return schema.get("enum").get(random.nextInt(schema.get("enum").size()));
    }
    String type = schema.get("type").asString();
    return switch (type) {
      case "object" -> object(schema);
      case "array" -> array(schema);
      case "integer" -> JSON.numberNode(integer(schema));
      case "boolean" -> JSON.booleanNode(random.nextBoolean());
      case "string" -> JSON.stringNode(string(schema));
      default -> throw new IllegalArgumentException("no random " + type);
    };
  }

  private ObjectNode object(JsonNode schema) {
    ObjectNode object = JSON.objectNode();
    schema
        .path("properties")
        .forEachEntry(
            (name, property) -> {
              boolean required =
                  schema.path("required").valueStream().anyMatch(r -> r.asString().equals(name));
              if (required || random.nextBoolean()) {
                object.set(name, of(property));
              }
            });
    return object;
  }

  private ArrayNode array(JsonNode schema) {
    ArrayNode array = JSON.arrayNode();
    int least = schema.path("minItems").asInt(0);
    int most = schema.path("maxItems").asInt(least + 3);
    for (int i = least + random.nextInt(most - least + 1); i > 0; i--) {
      array.add(of(schema.get("items")));
    }
    return array;
  }

  private long integer(JsonNode schema) {
    long least = schema.path("minimum").asLong(Integer.MIN_VALUE);
    long most = schema.path("maximum").asLong(Integer.MAX_VALUE);
    return switch (random.nextInt(4)) {
      case 0 -> least;
      case 1 -> most;
      default -> random.nextLong(least, most + 1);
    };
  }

  private String string(JsonNode schema) {
    String format = schema.path("format").asString("");
    if (format.equals("uuid")) {
      return new UUID(random.nextLong(), random.nextLong()).toString();
    }
    if (format.equals("date-time")) {
      Instant time =
          Instant.ofEpochSecond(random.nextLong(5_000_000_000L), random.nextInt(1_000_000_000));
      return random.nextBoolean()
          ? time.toString()
          : DateTimeFormatter.ISO_OFFSET_DATE_TIME.format(
              time.atOffset(ZoneOffset.ofHours(random.nextInt(-12, 13))));
    }
    if (format.equals("email")) {
      return "c-" + Integer.toString(random.nextInt(1_000_000), 36) + "@example.org";
    }
    String text = text(schema);
    String pattern = schema.path("pattern").asString("");
    return Pattern.compile(pattern).matcher(text).find()
        ? text
        : RgxGen.parse(pattern).generate(random);
  }

  /** With characters of one to four bytes. */
  private String text(JsonNode schema) {
    int least = schema.path("minLength").asInt(0);
    int most = schema.path("maxLength").asInt(least + 30);
    int length = random.nextInt(4) == 0 ? most : random.nextInt(least, most + 1);
    int[] characters = {'a', 'Z', '0', ' ', '"', '\\', 'ä', '€', 0x1F34F};
    StringBuilder text = new StringBuilder();
    for (int i = 0; i < length; i++) {
      text.appendCodePoint(characters[random.nextInt(characters.length)]);
    }
    return text.toString();
  }
}
