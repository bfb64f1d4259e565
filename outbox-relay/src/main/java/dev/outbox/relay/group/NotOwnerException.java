package dev.outbox.relay.group;

/** This relay does not own the server (any more). The message is for operators. */
public final class NotOwnerException extends RuntimeException {

  private final String server;

  /** Says which server. */
  public NotOwnerException(String server) {
    super(
        "This relay does not own the server '%s' now; another one may: ask that".formatted(server));
    this.server = server;
  }

  /** The server's name. */
  public String server() {
    return server;
  }
}
