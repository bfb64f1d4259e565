package dev.outbox.relay.progress;

import java.util.Map;

/**
 * A transaction of the log that is so large that it is published in parts.
 *
 * @param gtid which transaction
 * @param rows how many of its rows are done, by outbox
 */
public record PartialTransaction(String gtid, Map<String, Integer> rows) {

  /** Keeps a map of its own. */
  public PartialTransaction {
    rows = Map.copyOf(rows);
  }
}
