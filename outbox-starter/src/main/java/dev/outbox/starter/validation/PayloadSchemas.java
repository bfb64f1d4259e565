package dev.outbox.starter.validation;

import dev.outbox.events.Event;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.source.InvalidConfigurationPropertyValueException;

/**
 * The JSON Schemas of events. The starter provides the one that finds them beside the classes, if
 * {@code com.networknt:json-schema-validator} is on the class path; an application may declare
 * another. Thread-safe.
 */
@FunctionalInterface
public interface PayloadSchemas {

  /** For those who check nothing. */
  PayloadSchemas NONE = (event, type) -> null;

  /**
   * The schema of a type.
   *
   * @param event a class that was made for the type, or for another version of it
   * @param type the CloudEvents type
   * @return null if there is none
   */
  @Nullable PayloadSchema of(Class<? extends Event> event, String type);

  /**
   * Requires that there are schemas, for a setting that asks for them.
   *
   * @param schemas what there is
   * @param setting the name of the setting that is true
   * @return the same
   * @throws InvalidConfigurationPropertyValueException if there are none; it stops the start with
   *     what to do
   */
  static PayloadSchemas required(@Nullable PayloadSchemas schemas, String setting) {
    if (schemas == null) {
      throw new InvalidConfigurationPropertyValueException(
          setting,
          true,
          "The class path has no validator. Add the dependency com.networknt:json-schema-validator,"
              + " or set this to false.");
    }
    return schemas;
  }
}
