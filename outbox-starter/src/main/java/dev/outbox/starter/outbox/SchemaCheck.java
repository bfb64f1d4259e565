package dev.outbox.starter.outbox;

import dev.outbox.events.Event;
import dev.outbox.events.EventType;
import dev.outbox.starter.validation.PayloadSchema;
import dev.outbox.starter.validation.PayloadSchemas;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** Holds payloads to the JSON Schemas of their types. Events that name no schema need none. */
final class SchemaCheck implements PayloadCheck {

  private final PayloadSchemas schemas;

  SchemaCheck(PayloadSchemas schemas) {
    this.schemas = schemas;
  }

  @Override
  public void check(EventType type, Event event, String payload) {
    PayloadSchema schema = schemas.of(event.getClass(), type.value());
    if (schema != null) {
      List<String> faults = schema.violations(payload.getBytes(StandardCharsets.UTF_8));
      if (!faults.isEmpty()) {
        throw new SchemaViolationException(type.value(), event.aggregateId(), faults);
      }
    } else if (!type.schema().isEmpty()) {
      throw new IllegalArgumentException(
          "%s names the schema %s, but there is no schemas/%s.json in the package of %s or one above it: add it, or name no schema"
              .formatted(type.value(), type.schema(), type.value(), event.getClass().getName()));
    }
  }
}
