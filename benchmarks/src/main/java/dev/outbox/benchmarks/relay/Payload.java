package dev.outbox.benchmarks.relay;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.util.stream.IntStream;

/**
 * The JSON of an event, 500 bytes, with its number and a time at fixed places. A good half of it
 * differs from event to event, as ids and amounts do, so that it compresses no better than what
 * services write.
 */
final class Payload {

  static final int BYTES = 500;

  private static final int DIGITS = 19;
  private static final String FIRST = "{\"sequence\":\"";
  private static final String SECOND = "\",\"at\":\"";
  private static final int SEQUENCE = FIRST.length();
  private static final int AT = SEQUENCE + DIGITS + SECOND.length();

  /** A question mark stands for a hexadecimal digit that is different in each event. */
  private static final String REST =
      """
      ","orderId":"????????-????-????-????-????????????","customerId":"c-????????????",\
      "customerEmail":"????????????@example.org","currency":"EUR","lines":[\
      {"sku":"????????????????","quantity":3,"unitPrice":"????.??"},\
      {"sku":"????????????????","quantity":3,"unitPrice":"????.??"},\
      {"sku":"????????????????","quantity":3,"unitPrice":"????.??"}],\
      "shipTo":"????????????????????????????????","note":"\
      """;

  private static final byte[] HEX = "0123456789abcdef".getBytes(US_ASCII);
  private static final byte[] TEMPLATE = template();
  private static final int[] VARYING = varying();

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
    vary(json, sequence);
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

  /** By SplitMix64, which is quick: https://doi.org/10.1145/2714064.2660195. */
  private static void vary(byte[] json, long sequence) {
    long state = sequence;
    long random = 0;
    for (int i = 0; i < VARYING.length; i++) {
      if (i % 16 == 0) {
        state += 0x9e3779b97f4a7c15L;
        random = (state ^ (state >>> 30)) * 0xbf58476d1ce4e5b9L;
        random = (random ^ (random >>> 27)) * 0x94d049bb133111ebL;
        random ^= random >>> 31;
      }
      json[VARYING[i]] = HEX[(int) random & 15];
      random >>>= 4;
    }
  }

  private static byte[] template() {
    String zeros = "0".repeat(DIGITS);
    String start = FIRST + zeros + SECOND + zeros + REST;
    return (start + "?".repeat(BYTES - start.length() - 2) + "\"}").getBytes(US_ASCII);
  }

  private static int[] varying() {
    return IntStream.range(0, BYTES).filter(i -> TEMPLATE[i] == '?').toArray();
  }
}
