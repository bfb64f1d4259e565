package dev.outbox.localstack;

/** A server could not be started or used. The message is for a person and says what to do. */
public final class LocalStackException extends RuntimeException {

  LocalStackException(String message) {
    super(message);
  }

  LocalStackException(String message, Throwable cause) {
    super(message, cause);
  }
}
