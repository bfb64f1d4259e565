package dev.outbox.starter.inbox;

import org.springframework.http.HttpStatus;

/** Something is for operators only. */
final class OperatorRequiredException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  private final HttpStatus status;

  OperatorRequiredException(HttpStatus status, String message) {
    super(message);
    this.status = status;
  }

  HttpStatus status() {
    return status;
  }
}
