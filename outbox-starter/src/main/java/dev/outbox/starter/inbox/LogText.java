package dev.outbox.starter.inbox;

import org.jspecify.annotations.Nullable;

/**
 * Makes text of others fit for a line of a log. A Kafka key, and what an exception says of a
 * payload, may hold line breaks and escape sequences, with which their writer could forge lines.
 */
final class LogText {

  private LogText() {}

  /** Returns the text with all that is not printable as an escape such as {@code \n}. */
  static String of(@Nullable String text) {
    String given = String.valueOf(text);
    if (given.codePoints().noneMatch(LogText::isUnprintable)) {
      return given;
    }
    StringBuilder printable = new StringBuilder(given.length() + 16);
    given
        .codePoints()
        .forEach(
            c -> {
              if (isUnprintable(c)) {
                printable.append(escape(c));
              } else {
                printable.appendCodePoint(c);
              }
            });
    return printable.toString();
  }

  /** Control and format characters (which can turn the direction of a line), and line breaks. */
  private static boolean isUnprintable(int c) {
    return switch (Character.getType(c)) {
      case Character.CONTROL,
          Character.FORMAT,
          Character.LINE_SEPARATOR,
          Character.PARAGRAPH_SEPARATOR,
          Character.SURROGATE,
          Character.UNASSIGNED ->
          true;
      default -> false;
    };
  }

  private static String escape(int c) {
    return switch (c) {
      case '\n' -> "\\n";
      case '\r' -> "\\r";
      case '\t' -> "\\t";
      default -> "\\u%s".formatted(c < 0x10000 ? "%04x".formatted(c) : "{%x}".formatted(c));
    };
  }
}
