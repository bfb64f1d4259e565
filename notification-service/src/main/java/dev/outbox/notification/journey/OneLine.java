package dev.outbox.notification.journey;

/** Makes text that comes from outside harmless in a line of the log. */
final class OneLine {

  private static final int MAX_LENGTH = 500;

  private OneLine() {}

  /** Returns up to 500 characters of a text, with a question mark for each that is not visible. */
  static String of(String text) {
    return text.substring(0, Math.min(MAX_LENGTH, text.length()))
        .replaceAll("[\\p{C}\\u2028\\u2029]", "?");
  }
}
