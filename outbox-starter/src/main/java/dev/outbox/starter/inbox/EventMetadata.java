package dev.outbox.starter.inbox;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * What is known of a received event besides its payload.
 *
 * @param id the CloudEvents {@code id}, by which it is handled once
 * @param type the CloudEvents {@code type}
 * @param source the CloudEvents {@code source}: who published it; null if the record does not say
 * @param time when the event was appended to its outbox; null if the record does not say
 * @param key the record's key: the id of the aggregate
 * @param topic the topic it came from
 * @param partition the partition it came from
 * @param offset its place in the partition
 */
public record EventMetadata(
    String id,
    String type,
    @Nullable String source,
    @Nullable Instant time,
    @Nullable String key,
    String topic,
    int partition,
    long offset) {}
