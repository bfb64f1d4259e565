package dev.outbox.notification.journey;

/** A record is no event of an order that could be understood; the message says why. */
final class UnreadableEventException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  UnreadableEventException(String reason) {
    super(reason);
  }
}
