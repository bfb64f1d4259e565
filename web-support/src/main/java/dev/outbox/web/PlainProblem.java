package dev.outbox.web;

import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;

/** A problem as bytes, for where no message converter is at hand. */
final class PlainProblem {

  private PlainProblem() {}

  /**
   * The JSON of a problem.
   *
   * @param detail a text of ours, without anything that JSON would have to escape
   */
  static byte[] json(int status, String detail) {
    @Nullable HttpStatus known = HttpStatus.resolve(status);
    String title = known == null ? "Error" : known.getReasonPhrase();
    return "{\"title\":\"%s\",\"status\":%d,\"detail\":\"%s\"}"
        .formatted(title, status, detail)
        .getBytes(StandardCharsets.UTF_8);
  }
}
