package dev.outbox.events;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import tools.jackson.core.StreamWriteFeature;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** Applies {@link Upcaster}s one after the other: from v1 to v2, from v2 to v3. Thread-safe. */
public final class Upcasters {

  private static final JsonMapper MAPPER =
      JsonMapper.builder()
          .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
          .enable(StreamWriteFeature.WRITE_BIGDECIMAL_AS_PLAIN)
          .build();

  private final Map<String, Upcaster> byType = new HashMap<>();

  /**
   * Takes upcasters, one at most for each type.
   *
   * @param upcasters in any order
   * @throws IllegalArgumentException if two take the same type, or if they lead in a circle
   */
  public Upcasters(Collection<? extends Upcaster> upcasters) {
    for (Upcaster upcaster : upcasters) {
      Upcaster other = byType.put(upcaster.from(), upcaster);
      if (other != null) {
        throw new IllegalArgumentException(
            "%s has two upcasters, %s and %s: keep one"
                .formatted(upcaster.from(), other, upcaster));
      }
    }
    byType.keySet().forEach(this::readableAs);
  }

  /**
   * What a payload can be read as.
   *
   * @param type a CloudEvents type
   * @return the type itself, then what it can be turned into, one step after the other
   */
  public List<String> readableAs(String type) {
    List<String> types = new ArrayList<>(List.of(type));
    for (Upcaster next = byType.get(type); next != null; next = byType.get(next.to())) {
      if (types.contains(next.to())) {
        throw new IllegalArgumentException("Upcasters lead from %s to itself".formatted(next.to()));
      }
      types.add(next.to());
    }
    return types;
  }

  /**
   * Turns a payload.
   *
   * @param json the payload as UTF-8
   * @param from its type
   * @param to one of the types that {@link #readableAs} gives for it
   * @return the payload as UTF-8; the same if the types are
   * @throws InvalidEventException if it is no JSON object or an upcaster fails
   */
  public byte[] upcast(byte[] json, String from, String to) {
    if (from.equals(to)) {
      return json;
    }
    try {
      JsonNode payload = MAPPER.readTree(json);
      if (!(payload instanceof ObjectNode object)) {
        throw new InvalidEventException(from, "it is no JSON object", null);
      }
      for (String type = from; !type.equals(to); ) {
        Upcaster upcaster = byType.get(type);
        if (upcaster == null) {
          throw new IllegalArgumentException("No upcaster leads from %s to %s".formatted(from, to));
        }
        object = upcaster.upcast(object);
        type = upcaster.to();
      }
      return MAPPER.writeValueAsBytes(object);
    } catch (InvalidEventException e) {
      throw e;
    } catch (RuntimeException e) {
      throw new InvalidEventException(from, "it cannot be turned into " + to + ": " + e, e);
    }
  }
}
