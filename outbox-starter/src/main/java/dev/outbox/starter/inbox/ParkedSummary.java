package dev.outbox.starter.inbox;

/**
 * How much is parked.
 *
 * @param keys how many keys
 * @param waitingForOperator how many of them are not retried by themselves (any more)
 * @param oldestSeconds how long the oldest of them has been parked; 0 if there is none
 */
record ParkedSummary(long keys, long waitingForOperator, double oldestSeconds) {}
