package dev.outbox.starter.outbox;

import java.util.List;

/** An event's JSON is not what the JSON Schema of its type allows. */
public final class SchemaViolationException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  SchemaViolationException(String type, String aggregateId, List<String> faults) {
    super(
        "%s of %s is not what its schema allows, so it was not appended to the outbox: %s. Make the event so, or add a version of it whose schema allows this"
            .formatted(type, aggregateId, String.join("; ", faults)));
  }
}
