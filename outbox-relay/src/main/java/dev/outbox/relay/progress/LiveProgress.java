package dev.outbox.relay.progress;

import dev.outbox.relay.outbox.ParkedKey;
import java.util.List;
import java.util.Set;

/**
 * What a new owner finds.
 *
 * @param server how far the server is
 * @param rows the rows that were published and not known to be deleted, by transaction
 * @param parked the keys that are parked, with their offsets
 * @param strangers other servers whose progress is on the same partition
 */
public record LiveProgress(
    ServerProgress server, List<Rows> rows, List<Parked> parked, Set<String> strangers) {

  /**
   * The rows of one transaction.
   *
   * @param sequence the transaction
   * @param offset where its record is
   * @param rows by outbox
   */
  public record Rows(long sequence, long offset, List<PublishedRows> rows) {}

  /**
   * A parked key.
   *
   * @param offset where its record is
   * @param key the key
   */
  public record Parked(long offset, ParkedKey key) {}
}
