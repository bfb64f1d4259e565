package dev.outbox.relay.outbox;

import org.jspecify.annotations.Nullable;

/** An outbox cannot be read or written now. The message is for operators. */
public final class SourceException extends RuntimeException {

  private final OutboxState state;

  /**
   * @param state what the outbox waits for
   * @param message what was found and what to do
   * @param cause the failure, or null
   */
  public SourceException(OutboxState state, String message, @Nullable Throwable cause) {
    super(message, cause);
    this.state = state;
  }

  /** What the outbox waits for. */
  public OutboxState state() {
    return state;
  }
}
