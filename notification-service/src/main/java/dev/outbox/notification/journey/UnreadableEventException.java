package dev.outbox.notification.journey;

/** A record is no event of an order that could be understood; the message says why. */
final class UnreadableEventException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  /** Shortens the reason, which may quote what was sent, and keeps it in one line. */
  UnreadableEventException(String reason) {
    super(OneLine.of(reason));
  }
}
