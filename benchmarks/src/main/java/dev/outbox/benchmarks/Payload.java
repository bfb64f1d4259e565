package dev.outbox.benchmarks;

import static java.nio.charset.StandardCharsets.US_ASCII;

/** The JSON of an event, 500 bytes, with its number and a time at fixed places. */
final class Payload {

  static final int BYTES = 500;

  private static final int DIGITS = 19;
  private static final String FIRST = "{\"sequence\":\"";
  private static final String SECOND = "\",\"at\":\"";
  private static final int SEQUENCE = FIRST.length();
  private static final int AT = SEQUENCE + DIGITS + SECOND.length();
  private static final byte[] TEMPLATE = template();

  private Payload() {}

  /**
   * Makes one.
   *
   * @param sequence the event's number
   * @param nanos when it was due, by {@link System#nanoTime} of this machine; not negative
   */
  static byte[] of(long sequence, long nanos) {
    byte[] json = TEMPLATE.clone();
    write(json, SEQUENCE, sequence);
    write(json, AT, nanos);
    return json;
  }

  static String text(long sequence, long nanos) {
    return new String(of(sequence, nanos), US_ASCII);
  }

  static long sequence(byte[] json) {
    return read(json, SEQUENCE);
  }

  static long nanos(byte[] json) {
    return read(json, AT);
  }

  private static void write(byte[] json, int from, long number) {
    long rest = number;
    for (int i = from + DIGITS - 1; i >= from; i--) {
      json[i] = (byte) ('0' + rest % 10);
      rest /= 10;
    }
  }

  private static long read(byte[] json, int from) {
    long number = 0;
    for (int i = from; i < from + DIGITS; i++) {
      if (json[i] < '0' || json[i] > '9') {
        throw new IllegalArgumentException(
            "Not what was written: " + new String(json, US_ASCII).substring(0, AT));
      }
      number = number * 10 + (json[i] - '0');
    }
    return number;
  }

  private static byte[] template() {
    String zeros = "0".repeat(DIGITS);
    String start = FIRST + zeros + SECOND + zeros + "\",\"filler\":\"";
    return (start + "x".repeat(BYTES - start.length() - 2) + "\"}").getBytes(US_ASCII);
  }
}
