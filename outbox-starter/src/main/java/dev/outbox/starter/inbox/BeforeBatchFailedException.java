package dev.outbox.starter.inbox;

/** A {@link BeforeBatch} method failed, at no single event. */
final class BeforeBatchFailedException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  BeforeBatchFailedException(Throwable cause) {
    super(Faults.reason(cause), cause);
  }
}
