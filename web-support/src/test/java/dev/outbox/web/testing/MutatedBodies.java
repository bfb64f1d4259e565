package dev.outbox.web.testing;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;

/**
 * Bodies that are almost what an API expects: a valid one, changed in one to four places. The same
 * seed gives the same bodies.
 */
public final class MutatedBodies {

  private static final List<String> TOKENS =
      List.of(
          "null",
          "true",
          "-1",
          "0",
          "1.5",
          "1e999",
          "1E-999",
          "99999999999999999999",
          "\"\"",
          "\"\\u0000\"",
          "\"\\ud800\"",
          "[]",
          "{}",
          "[[[[[[[[",
          "NaN",
          "'",
          "\\",
          "\"",
          ",",
          ":",
          "/*",
          "\u0000",
          "\ufeff",
          "\"2026-13-01\"",
          "{\"a\":{\"a\":{\"a\":1}}}");

  private final byte[] valid;
  private final Random random;

  public MutatedBodies(String valid, long seed) {
    this.valid = valid.getBytes(StandardCharsets.UTF_8);
    this.random = new Random(seed);
  }

  public Stream<byte[]> stream() {
    return Stream.generate(this::next);
  }

  private byte[] next() {
    byte[] body = valid;
    for (int i = random.nextInt(4); i >= 0 && body.length > 0; i--) {
      body = mutate(body);
    }
    return body;
  }

  private byte[] mutate(byte[] body) {
    int from = random.nextInt(body.length);
    int to = Math.min(body.length, from + 1 + random.nextInt(12));
    byte[] between =
        switch (random.nextInt(6)) {
          case 0 -> new byte[0];
          case 1 -> new byte[] {(byte) random.nextInt(256)};
          case 2 -> TOKENS.get(random.nextInt(TOKENS.size())).getBytes(StandardCharsets.UTF_8);
          case 3 -> Arrays.copyOfRange(body, 0, random.nextInt(body.length));
          case 4 -> repeated(body[from], 1 + random.nextInt(300));
          default -> {
            // Replaces a whole JSON value.
            from = indexOf(body, (byte) ':', from) + 1;
            to = Math.max(from, indexOf(body, (byte) ',', from));
            yield TOKENS.get(random.nextInt(TOKENS.size())).getBytes(StandardCharsets.UTF_8);
          }
        };
    ByteArrayOutputStream mutated = new ByteArrayOutputStream();
    mutated.write(body, 0, from);
    mutated.writeBytes(between);
    if (random.nextInt(20) > 0) {
      mutated.write(body, to, body.length - to);
    }
    return mutated.toByteArray();
  }

  private static byte[] repeated(byte value, int times) {
    byte[] bytes = new byte[times];
    Arrays.fill(bytes, value);
    return bytes;
  }

  private static int indexOf(byte[] body, byte value, int from) {
    for (int i = from; i < body.length; i++) {
      if (body[i] == value) {
        return i;
      }
    }
    return body.length - 1;
  }
}
