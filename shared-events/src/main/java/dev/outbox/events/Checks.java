package dev.outbox.events;

import java.math.BigDecimal;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Checks shared by the constructors of event records. */
public final class Checks {

  private Checks() {}

  /**
   * Requires that a field is there.
   *
   * @param <T> the field's type
   * @param value the field's value
   * @param field its name
   * @return the value
   * @throws IllegalArgumentException if it is null
   */
  public static <T> T required(@Nullable T value, String field) {
    if (value == null) {
      throw new IllegalArgumentException(field + " is missing");
    }
    return value;
  }

  /**
   * Requires that a text is there and not blank.
   *
   * @param value the field's value
   * @param field its name
   * @return the value
   * @throws IllegalArgumentException if it is null or blank
   */
  public static String text(@Nullable String value, String field) {
    String text = required(value, field);
    if (text.isBlank()) {
      throw new IllegalArgumentException(field + " is blank");
    }
    return text;
  }

  /**
   * Requires that an amount of money is there, not negative and in plain notation.
   *
   * @param value the field's value
   * @param field its name
   * @return the value
   * @throws IllegalArgumentException if it is null, negative or of negative scale
   */
  public static BigDecimal amount(@Nullable BigDecimal value, String field) {
    BigDecimal amount = required(value, field);
    if (amount.signum() < 0 || amount.scale() < 0) {
      throw new IllegalArgumentException(field + " must be a plain decimal >= 0, was " + amount);
    }
    return amount;
  }

  /**
   * Requires that a list is there and has elements.
   *
   * @param <T> the elements' type
   * @param values the field's value
   * @param field its name
   * @return an immutable copy
   * @throws IllegalArgumentException if it is null or empty
   */
  public static <T> List<T> nonEmpty(@Nullable List<T> values, String field) {
    List<T> copy = List.copyOf(required(values, field));
    if (copy.isEmpty()) {
      throw new IllegalArgumentException(field + " is empty");
    }
    return copy;
  }

  /**
   * Requires that a number is within bounds.
   *
   * @param value the field's value
   * @param least the smallest one allowed
   * @param field its name
   * @return the value
   * @throws IllegalArgumentException if it is smaller
   */
  public static int atLeast(int value, int least, String field) {
    if (value < least) {
      throw new IllegalArgumentException(field + " must be at least " + least + ", was " + value);
    }
    return value;
  }
}
