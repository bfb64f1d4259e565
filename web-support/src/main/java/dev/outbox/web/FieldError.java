package dev.outbox.web;

import com.fasterxml.jackson.annotation.JsonInclude;
import org.jspecify.annotations.Nullable;

/**
 * What is wrong with one field of a request: an entry of a problem's {@code errors}.
 *
 * @param field where it is: {@code lines[0].quantity}; a query or path parameter by its name
 * @param found what the request says; null if it says nothing, or JSON's null
 * @param allowed what it may say
 */
public record FieldError(
    String field, @JsonInclude(JsonInclude.Include.ALWAYS) @Nullable Object found, String allowed) {

  private static final int LONGEST = 100;

  /** Shortens what was found, so that an answer cannot be made as large as one likes. */
  public FieldError {
    if (found != null && !(found instanceof Number) && !(found instanceof Boolean)) {
      found = WellFormedText.shown(found.toString(), LONGEST);
    }
  }
}
