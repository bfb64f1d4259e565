package dev.outbox.starter.validation;

import com.networknt.schema.Error;
import com.networknt.schema.Schema;
import java.util.ArrayList;
import java.util.List;
import tools.jackson.core.JacksonException;

/** A schema as the validator has compiled it. */
final class CompiledSchema implements PayloadSchema {

  private static final int MOST_FAULTS = 10;

  private final Schema schema;

  CompiledSchema(Schema schema) {
    this.schema = schema;
  }

  @Override
  public List<String> violations(byte[] payload) {
    List<Error> errors;
    try {
      errors = schema.validate(ShippedSchemas.JSON.readTree(payload));
    } catch (JacksonException e) {
      return List.of("it is no JSON: " + e.getOriginalMessage());
    }
    List<String> faults = new ArrayList<>();
    errors.stream().limit(MOST_FAULTS).map(CompiledSchema::text).forEach(faults::add);
    if (errors.size() > MOST_FAULTS) {
      faults.add("and %d more".formatted(errors.size() - MOST_FAULTS));
    }
    return faults;
  }

  private static String text(Error error) {
    String where = error.getInstanceLocation().toString();
    return where.isEmpty() ? error.getMessage() : where + ": " + error.getMessage();
  }
}
