package dev.outbox.web.testing;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** Sends targets (path and query) that an HTTP client would not: the bytes as they are. */
public final class RawRequests {

  private static final List<String> TOKENS =
      List.of(
          "",
          "%",
          "%00",
          "%ff",
          "%2f",
          "%2e%2e",
          "/../",
          "//",
          ";a=b",
          "?",
          "&",
          "=",
          "#",
          "[",
          "{",
          "\"",
          "\\",
          "<",
          "'",
          "+",
          "-1",
          "null",
          "[]",
          "é",
          "\u0001",
          "a".repeat(300),
          "&orderId=x",
          "&limit=-1",
          "%F0%9F%92%A9");

  private final int port;

  public RawRequests(int port) {
    this.port = port;
  }

  /** Almost valid targets: a valid one, changed in one to three places; the same by seed. */
  public static Stream<String> mutations(String target, long seed) {
    Random random = new Random(seed);
    return Stream.generate(
        () ->
            IntStream.rangeClosed(0, random.nextInt(3))
                .boxed()
                .reduce(target, (text, i) -> mutate(text, random), (a, b) -> b));
  }

  private static String mutate(String target, Random random) {
    int from = 1 + random.nextInt(Math.max(1, target.length() - 1));
    int to = Math.min(target.length(), from + random.nextInt(8));
    return target.substring(0, Math.min(from, target.length()))
        + TOKENS.get(random.nextInt(TOKENS.size()))
        + target.substring(to);
  }

  /** Sends a request without a body, and checks that what is refused is refused with a problem. */
  public int send(String method, String target) {
    String answer = exchange(method + " " + target + " HTTP/1.1\r\n");
    int status = Integer.parseInt(answer.substring(9, 12));
    if (status >= 400) {
      assertThat(answer.toLowerCase(Locale.ROOT))
          .as("the answer to %s %s", method, target)
          .contains("content-type: application/problem+json");
    }
    return status;
  }

  /** Sends mutations of a target, and checks that each is answered or refused. */
  public void fuzz(String target, int times) {
    long seed = System.nanoTime();
    mutations(target, seed)
        .limit(times)
        .forEach(
            mutated ->
                assertThat(send("GET", mutated))
                    .as("seed %d, target %s", seed, mutated)
                    .isIn(200, 400, 404));
  }

  private String exchange(String requestLine) {
    String request = requestLine + "Host: localhost\r\nConnection: close\r\n\r\n";
    try (Socket socket = new Socket("127.0.0.1", port)) {
      socket.setSoTimeout(30_000);
      socket.getOutputStream().write(request.getBytes(StandardCharsets.UTF_8));
      byte[] answer = socket.getInputStream().readAllBytes();
      return new String(
          Arrays.copyOf(answer, Math.min(answer.length, 2_000)), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
