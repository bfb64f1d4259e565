package dev.outbox.events;

import java.nio.charset.StandardCharsets;
import tools.jackson.core.JsonParser;
import tools.jackson.databind.DeserializationContext;
import tools.jackson.databind.deser.jdk.StringDeserializer;

/**
 * Reads texts as Jackson does, and refuses those with half of a surrogate pair: a database would
 * put a question mark in its place.
 */
final class WholeTexts extends StringDeserializer {

  @Override
  public String deserialize(JsonParser parser, DeserializationContext context) {
    String text = super.deserialize(parser, context);
    if (text != null && !areIn(text)) {
      context.handleWeirdStringValue(
          String.class, "of this event", "it has half of a surrogate pair");
    }
    return text;
  }

  /** Returns whether each surrogate of a text has its other half. */
  static boolean areIn(String text) {
    return StandardCharsets.UTF_8.newEncoder().canEncode(text);
  }
}
