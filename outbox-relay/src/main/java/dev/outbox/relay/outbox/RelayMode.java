package dev.outbox.relay.outbox;

import java.util.Locale;

/** How the relay learns of new rows of an outbox. */
public enum RelayMode {
  /**
   * It reads the server's replication log, and asks an idle server nothing. Needs GTIDs and the
   * right to replicate.
   */
  BINLOG,

  /** It asks the table again and again; needs nothing but SELECT and DELETE on it. */
  POLLING;

  /** The name as it stands in the configuration and in the API. */
  public String label() {
    return name().toLowerCase(Locale.ROOT);
  }
}
