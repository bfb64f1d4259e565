package dev.outbox.notification;

/**
 * How an attempt to send a message went.
 *
 * @param reason why it was not sent, in the words of whoever did not; empty if it was
 */
record Attempt(Outcome outcome, String reason) {

  static final Attempt SENT = new Attempt(Outcome.SENT, "");

  /** What it means for the message. */
  enum Outcome {
    /** The mail server has taken it. */
    SENT,
    /** Its address is none, or the mail server will never take it. */
    REFUSED,
    /** It was not taken this time. */
    FAILED,
    /** The mail server is away, or takes nothing from us: no fault of the message. */
    UNAVAILABLE
  }
}
