package dev.outbox.relay.worker;

import dev.outbox.relay.outbox.Delivery;
import java.time.Duration;
import java.util.List;

/**
 * How the work is done; the same for all servers.
 *
 * @param delivery how events reach their topics
 * @param batchSize the most rows of a table that are read together
 * @param batchBytes the payload bytes after which reading a table stops
 * @param idleCeiling the longest pause between two looks at an empty table
 * @param maxEvents the most events of the log in a transaction
 * @param maxBytes the most bytes of the log in a transaction, roughly
 * @param errorCeiling the longest pause after a failure
 * @param overlookedAfter how old a row is before it counts as one that the log did not bring
 * @param formerServers servers whose progress is of no use any more
 */
public record WorkSettings(
    Delivery delivery,
    int batchSize,
    long batchBytes,
    Duration idleCeiling,
    int maxEvents,
    long maxBytes,
    Duration errorCeiling,
    Duration overlookedAfter,
    List<String> formerServers) {}
