package dev.outbox.starter.inbox;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A parked key.
 *
 * @param key as text
 * @param since when it was parked
 * @param nextAttempt when it is tried again; null if an operator has to release it
 * @param events how many events wait
 */
record ParkedKey(String key, Instant since, @Nullable Instant nextAttempt, int events) {}
