/**
 * Comparing payloads with the JSON Schemas that ship with the classes of events: for whoever writes
 * events and for whoever handles them.
 */
@NullMarked
package dev.outbox.starter.validation;

import org.jspecify.annotations.NullMarked;
