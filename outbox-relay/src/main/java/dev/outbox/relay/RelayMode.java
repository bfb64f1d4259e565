package dev.outbox.relay;

import java.util.Locale;

/** How the relay learns of new rows. */
public enum RelayMode {
  /** It asks the database again and again; needs nothing but SELECT and DELETE on the table. */
  POLLING;

  /** The name as it stands in the configuration and in the API. */
  public String label() {
    return name().toLowerCase(Locale.ROOT);
  }
}
