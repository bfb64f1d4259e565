package dev.outbox.events.contracts;

import dev.outbox.events.EventContract;
import java.util.List;
import tools.jackson.databind.JsonNode;

/**
 * What a consumer reads of an event, in whichever version.
 *
 * @param consumer the service, or the part of one that reads for itself
 * @param event the type without its version
 * @param schema of what it reads
 */
record Need(String consumer, String event, JsonNode schema) {

  /** What the consumer misses in a payload; empty if nothing. */
  List<String> violations(JsonNode payload) {
    return new EventContract(event, schema, payload).violations(payload);
  }
}
