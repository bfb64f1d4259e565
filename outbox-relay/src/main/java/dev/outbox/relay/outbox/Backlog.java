package dev.outbox.relay.outbox;

import java.time.Duration;

/**
 * How much waits in an outbox.
 *
 * @param events rows that are not deleted yet
 * @param oldestAge how long ago the oldest of them was written, by the database's clock; zero if
 *     there are none
 */
public record Backlog(long events, Duration oldestAge) {}
