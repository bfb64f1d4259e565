package dev.outbox.endtoend.chaos;

/**
 * An event as its writer knows it, and as a consumer must find it.
 *
 * @param sequence counts the committed events of a key, in the order of their commits
 */
record Event(String id, String key, long sequence) {}
