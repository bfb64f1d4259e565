package dev.outbox.web;

import java.nio.charset.StandardCharsets;

/**
 * Texts that consist of whole characters. Half of a surrogate pair is none: no database or mail
 * server can be given it, and most put a question mark in its place.
 */
final class WellFormedText {

  private WellFormedText() {}

  /** Returns whether each surrogate of a text has its other half. */
  static boolean isWellFormed(String text) {
    return StandardCharsets.UTF_8.newEncoder().canEncode(text);
  }

  /**
   * Returns a text that can be shown.
   *
   * @param text any text
   * @param longest how many UTF-16 units to keep, fewer rather than half of a pair
   * @return its beginning, each half of a surrogate pair as {@code \\ud83d}
   */
  static String shown(String text, int longest) {
    int end = Math.min(text.length(), longest);
    if (end < text.length() && Character.isSurrogatePair(text.charAt(end - 1), text.charAt(end))) {
      end--;
    }
    StringBuilder shown = new StringBuilder();
    text.substring(0, end)
        .codePoints()
        .forEach(
            c -> {
              if (Character.getType(c) == Character.SURROGATE) {
                shown.append("\\u%04x".formatted(c));
              } else {
                shown.appendCodePoint(c);
              }
            });
    return end == text.length() ? shown.toString() : shown.append('…').toString();
  }
}
