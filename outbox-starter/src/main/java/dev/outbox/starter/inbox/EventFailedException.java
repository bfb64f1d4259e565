package dev.outbox.starter.inbox;

/**
 * An event cannot be handled, and it is not the database's fault; the transaction has to be rolled
 * back.
 */
final class EventFailedException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  private final transient IncomingEvent event;
  private final boolean passes;

  /** Its handler failed, which may pass. */
  EventFailedException(IncomingEvent event, Throwable cause) {
    super(Faults.reason(cause), cause);
    this.event = event;
    this.passes = true;
  }

  /** It breaks its contract, which does not pass. */
  EventFailedException(IncomingEvent event, String breach) {
    super(breach);
    this.event = event;
    this.passes = false;
  }

  IncomingEvent event() {
    return event;
  }

  boolean passes() {
    return passes;
  }

  String reason() {
    return String.valueOf(getMessage());
  }
}
