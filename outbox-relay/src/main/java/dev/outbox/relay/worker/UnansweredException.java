package dev.outbox.relay.worker;

import java.time.Duration;

/** A command was not done in the time that its caller waits. The message is for operators. */
public final class UnansweredException extends IllegalStateException {

  private final boolean running;

  /**
   * Says what is known of the command.
   *
   * @param running whether it was begun
   */
  public UnansweredException(Duration waited, boolean running) {
    super(
        running
            ? ("The command is still running after %d s and may yet succeed or fail. GET"
                    + " /api/outboxes and GET /api/parked show what became of it; to repeat it does"
                    + " no harm")
                .formatted(waited.toSeconds())
            : "The server's thread was busy for %d s. Nothing was changed; try again"
                .formatted(waited.toSeconds()));
    this.running = running;
  }

  /** Returns whether the command goes on; otherwise it was never begun and never will be. */
  public boolean running() {
    return running;
  }
}
