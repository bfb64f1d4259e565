package dev.outbox.starter.validation;

import dev.outbox.events.EventSchema;
import java.util.ArrayList;
import java.util.List;
import tools.jackson.core.JacksonException;

/** A schema that payloads are read for; a long list of faults is cut. */
final class CompiledSchema implements PayloadSchema {

  private static final int MOST_FAULTS = 10;

  private final EventSchema schema;

  CompiledSchema(EventSchema schema) {
    this.schema = schema;
  }

  @Override
  public List<String> violations(byte[] payload) {
    try {
      List<String> faults = schema.violations(ShippedSchemas.JSON.readTree(payload));
      return faults.size() <= MOST_FAULTS ? faults : cut(faults);
    } catch (JacksonException e) {
      return List.of("it is no JSON: " + e.getOriginalMessage());
    }
  }

  private static List<String> cut(List<String> faults) {
    List<String> first = new ArrayList<>(faults.subList(0, MOST_FAULTS));
    first.add("and %d more".formatted(faults.size() - MOST_FAULTS));
    return first;
  }
}
