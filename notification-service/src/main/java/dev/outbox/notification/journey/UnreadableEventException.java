package dev.outbox.notification.journey;

/** A record is no event of an order that could be understood; the message says why. */
final class UnreadableEventException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  private static final int LONGEST = 500;

  /** Shortens the reason, which may quote what somebody has sent, and keeps it in one line. */
  UnreadableEventException(String reason) {
    super(
        reason
            .substring(0, Math.min(LONGEST, reason.length()))
            .replaceAll("[\\p{Cntrl}\\u2028\\u2029]", "?"));
  }
}
