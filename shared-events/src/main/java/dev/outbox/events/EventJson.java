package dev.outbox.events;

import tools.jackson.core.JacksonException;
import tools.jackson.core.StreamWriteFeature;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.module.SimpleModule;

/**
 * Writes and reads events as JSON, the same way in every service: the contract between services
 * must not depend on how one of them has set up the JSON of its own HTTP API.
 *
 * <p>Times are ISO 8601 in UTC, amounts of money decimal strings. Reading ignores unknown fields,
 * so that a producer can add some. Texts consist of whole characters, without half of a surrogate
 * pair. Thread-safe.
 */
public final class EventJson {

  private static final JsonMapper MAPPER =
      JsonMapper.builder()
          .enable(StreamWriteFeature.WRITE_BIGDECIMAL_AS_PLAIN)
          .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
          .disable(DeserializationFeature.ACCEPT_FLOAT_AS_INT)
          .addModule(new SimpleModule("texts").addDeserializer(String.class, new WholeTexts()))
          .build();

  private EventJson() {}

  /**
   * Writes an event.
   *
   * @param event the event
   * @return its JSON
   * @throws IllegalArgumentException if a text in it has half of a surrogate pair, which UTF-8
   *     cannot express
   */
  public static String write(Event event) {
    String json = MAPPER.writeValueAsString(event);
    if (!WholeTexts.areIn(json)) {
      throw new IllegalArgumentException(
          "A text of %s has half of a surrogate pair: refuse it where it comes in"
              .formatted(event.getClass().getSimpleName()));
    }
    return json;
  }

  /**
   * Reads an event.
   *
   * @param <E> the event's type
   * @param type the event's class
   * @param json its JSON as UTF-8
   * @return the event
   * @throws InvalidEventException if the bytes are no such event
   */
  public static <E extends Event> E read(Class<E> type, byte[] json) {
    try {
      E event = MAPPER.readValue(json, type);
      if (event == null) {
        throw new InvalidEventException(type, "it is the JSON null", null);
      }
      return event;
    } catch (JacksonException e) {
      throw new InvalidEventException(type, e.getOriginalMessage(), e);
    }
  }
}
