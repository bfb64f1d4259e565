package dev.outbox.events.contracts;

/**
 * What is recorded of a version once it is released, and must not change any more.
 *
 * @param topic where it is published
 * @param key the field whose value is the key of the record
 * @param schema SHA-256 of the schema's file
 * @param example SHA-256 of the example's file
 */
record Release(String topic, String key, String schema, String example) {}
