package dev.outbox.web;

import java.io.IOException;

/** A request's body is larger than the service takes. */
final class BodyTooLargeException extends IOException {

  private static final long serialVersionUID = 1L;

  BodyTooLargeException(long limit) {
    super("The body is larger than the %d bytes that are allowed".formatted(limit));
  }
}
