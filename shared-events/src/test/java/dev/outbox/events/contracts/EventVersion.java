package dev.outbox.events.contracts;

import dev.outbox.events.EventContract;
import java.util.List;
import tools.jackson.databind.JsonNode;

/**
 * One version of an event: its files.
 *
 * @param name its type
 * @param schema of the payload
 * @param schemaDigest SHA-256 of the schema's file
 * @param example a payload
 * @param exampleDigest SHA-256 of the example's file
 */
record EventVersion(
    VersionName name,
    JsonNode schema,
    String schemaDigest,
    JsonNode example,
    String exampleDigest) {

  /** What is wrong with a payload; empty if nothing is. */
  List<String> violations(JsonNode payload) {
    return new EventContract(name.toString(), schema, example).violations(payload);
  }
}
