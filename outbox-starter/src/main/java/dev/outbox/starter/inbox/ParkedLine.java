package dev.outbox.starter.inbox;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A parked event, without its payload, which may be confidential.
 *
 * @param id the event's id
 * @param type its CloudEvents type
 * @param place where it came from: topic-partition@offset
 * @param since when it was parked
 * @param attempts how often it was tried; 0 if it waits behind others
 * @param reason why the last attempt failed; null if there was none
 */
record ParkedLine(
    String id, String type, String place, Instant since, int attempts, @Nullable String reason) {}
