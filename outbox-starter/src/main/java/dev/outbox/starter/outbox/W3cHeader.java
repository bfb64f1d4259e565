package dev.outbox.starter.outbox;

import java.util.regex.Pattern;

/** Which headers of a trace may be stored and handed on; others are left out, and nothing fails. */
final class W3cHeader {

  private static final Pattern TRACEPARENT =
      Pattern.compile("(?!ff)[0-9a-f]{2}-(?!0{32})[0-9a-f]{32}-(?!0{16})[0-9a-f]{16}-[0-9a-f]{2}");

  /** What W3C has everybody hand on at least, and what the column takes. */
  private static final Pattern TRACESTATE = Pattern.compile("[\\t\\x20-\\x7e]{1,512}");

  private W3cHeader() {}

  static boolean fits(String name, String value) {
    return switch (name) {
      case "traceparent" -> TRACEPARENT.matcher(value).matches();
      case "tracestate" -> TRACESTATE.matcher(value).matches();
      default -> false;
    };
  }
}
