package dev.outbox.starter.inbox;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * An event that waits in {@code inbox_parked}.
 *
 * @param number its place among those of its key
 * @param key the key
 * @param id by which it is handled once
 * @param record as it came
 * @param attempts how often it was tried; 0 if it waits behind others
 * @param reason why the last attempt failed; null if there was none
 * @param since when it was parked
 */
record ParkedEvent(
    long number,
    String key,
    String id,
    ReceivedRecord record,
    int attempts,
    @Nullable String reason,
    Instant since) {}
