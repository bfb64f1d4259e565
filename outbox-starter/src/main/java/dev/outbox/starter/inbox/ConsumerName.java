package dev.outbox.starter.inbox;

/**
 * The name under which a service remembers what it has handled.
 *
 * @param value up to 64 characters
 */
record ConsumerName(String value) {}
