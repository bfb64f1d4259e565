package dev.outbox.relay.progress;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * How far one server is; the last record of it holds.
 *
 * @param sequence counts the transactions in which it was written
 * @param serverUuid the MySQL server's {@code server_uuid}; null if it was never asked
 * @param soleName whether it is known that no other name has that server
 * @param deletedAt a GTID set that the server had after rows were last deleted: a server that lacks
 *     some of it may have published rows again; null if nothing was deleted, or without GTIDs
 * @param position the GTID set up to which the log is done; null if the log is not read
 * @param partial what is done beyond {@code position}; null if nothing is
 * @param outboxes the outboxes by name
 * @param partitions how many partitions each topic has, so that events of a key stay on theirs
 */
public record ServerProgress(
    long sequence,
    @Nullable String serverUuid,
    boolean soleName,
    @Nullable String deletedAt,
    @Nullable String position,
    @Nullable PartialTransaction partial,
    Map<String, OutboxProgress> outboxes,
    Map<String, Integer> partitions) {

  /** A server that nothing is known of. */
  public static final ServerProgress NEW =
      new ServerProgress(0, null, false, null, null, null, Map.of(), Map.of());

  /** Keeps maps of its own. */
  public ServerProgress {
    outboxes = outboxes == null ? Map.of() : Map.copyOf(outboxes);
    partitions = partitions == null ? Map.of() : Map.copyOf(partitions);
  }
}
