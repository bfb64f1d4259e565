package dev.outbox.web;

import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonParser;
import tools.jackson.databind.DeserializationContext;
import tools.jackson.databind.deser.jdk.StringDeserializer;

/** Reads texts as Jackson does, and refuses those with half of a surrogate pair. */
final class WellFormedTextDeserializer extends StringDeserializer {

  @Override
  public @Nullable String deserialize(JsonParser parser, DeserializationContext context) {
    String text = super.deserialize(parser, context);
    if (text == null || WellFormedText.isWellFormed(text)) {
      return text;
    }
    return (String) context.handleWeirdStringValue(String.class, text, "half of a surrogate pair");
  }
}
