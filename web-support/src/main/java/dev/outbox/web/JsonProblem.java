package dev.outbox.web;

import java.math.BigDecimal;
import java.util.Arrays;
import java.util.Collection;
import java.util.Currency;
import java.util.List;
import java.util.UUID;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.http.ProblemDetail;
import tools.jackson.core.JacksonException;
import tools.jackson.core.TokenStreamLocation;
import tools.jackson.core.exc.InputCoercionException;
import tools.jackson.databind.exc.InvalidFormatException;
import tools.jackson.databind.exc.MismatchedInputException;

/** Says what is wrong with a JSON body. */
final class JsonProblem {

  private JsonProblem() {}

  static ProblemDetail of(JacksonException ex) {
    if (ex instanceof MismatchedInputException mismatch && !ex.getPath().isEmpty()) {
      Object found =
          ex instanceof InvalidFormatException format
              ? format.getValue()
              : String.valueOf(mismatch.getCurrentToken());
      String allowed =
          found instanceof String text && !WellFormedText.isWellFormed(text)
              ? "a text of whole characters, without half of a surrogate pair"
              : describe(mismatch.getTargetType());
      FieldError error = new FieldError(path(ex), found, allowed);
      return InvalidRequestException.problem(HttpStatus.BAD_REQUEST, List.of(error));
    }
    if (ex instanceof InputCoercionException number && !ex.getPath().isEmpty()) {
      FieldError error =
          new FieldError(path(ex), "a number out of range", describe(number.getTargetType()));
      return InvalidRequestException.problem(HttpStatus.BAD_REQUEST, List.of(error));
    }
    TokenStreamLocation at = ex.getLocation();
    String place =
        at == null ? "" : " at line %d, column %d".formatted(at.getLineNr(), at.getColumnNr());
    String what =
        ex instanceof MismatchedInputException
            ? "The body is not the expected JSON object"
            : "The body is not valid JSON";
    return ProblemDetail.forStatusAndDetail(HttpStatus.BAD_REQUEST, what + place);
  }

  /** What values of a type look like, for people. */
  static String describe(@Nullable Class<?> type) {
    if (type == null) {
      return "of another type";
    }
    if (type == int.class || type == Integer.class || type == long.class || type == Long.class) {
      return "a whole number";
    }
    if (type == BigDecimal.class) {
      return "a decimal number";
    }
    if (type == UUID.class) {
      return "a UUID";
    }
    if (type == Currency.class) {
      return "an ISO 4217 currency code";
    }
    if (type == String.class) {
      return "a text";
    }
    if (type.isEnum()) {
      return Arrays.stream(type.getEnumConstants())
          .map(Object::toString)
          .collect(Collectors.joining(", ", "one of ", ""));
    }
    return Collection.class.isAssignableFrom(type) ? "an array" : "an object";
  }

  private static String path(JacksonException ex) {
    StringBuilder path = new StringBuilder();
    for (JacksonException.Reference reference : ex.getPath()) {
      if (reference.getPropertyName() == null) {
        path.append('[').append(reference.getIndex()).append(']');
      } else {
        path.append(path.isEmpty() ? "" : ".").append(reference.getPropertyName());
      }
    }
    return path.toString();
  }
}
