package dev.outbox.relay.outbox;

import org.jspecify.annotations.Nullable;

/**
 * What was found of one thing that an outbox needs.
 *
 * @param check what was looked at
 * @param severity whether it is as it has to be
 * @param found what was found
 * @param todo what to run to mend it; null if nothing is to be done, or if {@code found} says it
 */
public record Finding(String check, Severity severity, String found, @Nullable String todo) {

  /** What a finding means for the outbox. */
  public enum Severity {
    /** All is well; what there may be to do is an improvement. */
    OK,
    /** Events are published; something may go wrong later. */
    WARNING,
    /** Nothing is published while it is so. */
    REFUSING
  }

  /** As it has to be. */
  public static Finding ok(String check, String found) {
    return new Finding(check, Severity.OK, found, null);
  }

  /** As it has to be, and could be better. */
  public static Finding hint(String check, String found, String todo) {
    return new Finding(check, Severity.OK, found, todo);
  }

  /** Something that may go wrong later. */
  public static Finding warning(String check, String found, String todo) {
    return new Finding(check, Severity.WARNING, found, todo);
  }

  /** Something that keeps the outbox from being published. */
  public static Finding refusing(String check, String found, @Nullable String todo) {
    return new Finding(check, Severity.REFUSING, found, todo);
  }

  /** A sentence for operators. */
  public String sentence() {
    String what = "%s: %s".formatted(check, found.isEmpty() ? "(empty)" : found);
    return todo == null ? what : what + ". " + todo;
  }
}
