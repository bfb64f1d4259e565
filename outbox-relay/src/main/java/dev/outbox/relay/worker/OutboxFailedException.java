package dev.outbox.relay.worker;

/** An exception that the relay does not know, while it worked on one outbox. */
final class OutboxFailedException extends RuntimeException {

  private static final long serialVersionUID = 1;

  private final String outbox;

  OutboxFailedException(String outbox, RuntimeException cause) {
    super("Outbox " + outbox + " failed in a way that the relay does not know", cause);
    this.outbox = outbox;
  }

  /** The outbox's name. */
  String outbox() {
    return outbox;
  }
}
