package dev.outbox.starter.inbox;

/** There is no such parked key or event. */
final class NotParkedException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  NotParkedException(String message) {
    super(message);
  }
}
