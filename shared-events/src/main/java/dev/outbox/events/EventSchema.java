package dev.outbox.events;

import com.networknt.schema.Error;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SchemaRegistryConfig;
import com.networknt.schema.dialect.Dialect;
import com.networknt.schema.dialect.Dialects;
import com.networknt.schema.format.PatternFormat;
import java.util.List;
import java.util.Locale;
import tools.jackson.databind.JsonNode;

/**
 * A JSON Schema (2020-12), compiled: the same way for tests, for those who write events and for
 * those who handle them. Needs {@code com.networknt:json-schema-validator}, which is optional.
 * Thread-safe.
 *
 * <p>Formats are checked. {@code email} is any text with one {@code @} within: the validator's own
 * has a list of top-level domains, and would refuse the address of a customer whose domain is newer
 * or internal. Nothing is downloaded; faults are told in English wherever this runs.
 */
public final class EventSchema {

  private static final Dialect DIALECT =
      Dialect.builder(Dialects.getDraft202012())
          .format(PatternFormat.of("email", "^[^\\s@]+@[^\\s@]+$", "format"))
          .build();
  private static final SchemaRegistry REGISTRY =
      SchemaRegistry.withDialect(
          DIALECT,
          builder ->
              builder.schemaRegistryConfig(
                  SchemaRegistryConfig.builder()
                      .formatAssertionsEnabled(true)
                      .locale(Locale.ENGLISH)
                      .build()));

  private final Schema schema;

  private EventSchema(Schema schema) {
    this.schema = schema;
  }

  /**
   * Compiles a schema, which takes a millisecond: do it once.
   *
   * @param schema as JSON
   * @return the schema
   */
  public static EventSchema compile(JsonNode schema) {
    return new EventSchema(REGISTRY.getSchema(schema));
  }

  /**
   * What is wrong with a payload.
   *
   * @param payload as JSON
   * @return what the validator says, a fault each, behind its JSON Pointer: {@code /total: integer
   *     found, string expected}. Empty if nothing is wrong
   */
  public List<String> violations(JsonNode payload) {
    return schema.validate(payload).stream().map(EventSchema::text).toList();
  }

  private static String text(Error error) {
    String where = error.getInstanceLocation().toString();
    return where.isEmpty() ? error.getMessage() : where + ": " + error.getMessage();
  }
}
