package dev.outbox.starter.inbox;

import org.jspecify.annotations.Nullable;

/**
 * The name under which a service remembers what it has handled, and its Kafka consumer group.
 *
 * @param value 1 to 64 printable ASCII characters, if the service consumes anything
 */
record ConsumerName(String value) {

  private static final int MAX_LENGTH = 64;
  private static final String UNNAMED = "application";

  /**
   * Returns the name of a service.
   *
   * @param configured {@code outbox.inbox.consumer}
   * @param application {@code spring.application.name}, which counts if nothing is configured
   * @param consumes whether the service consumes topics; without, the name matters to its own
   *     database alone
   */
  static ConsumerName of(
      @Nullable String configured, @Nullable String application, boolean consumes) {
    String name = configured == null ? application : configured;
    if (name == null || name.isBlank()) {
      requireName(consumes);
      return new ConsumerName(UNNAMED);
    }
    if (consumes && !isStorable(name)) {
      throw new IllegalStateException(
          "The name of the consumer must have 1 to %d printable ASCII characters, was '%s'. Set"
                  .formatted(MAX_LENGTH, LogText.of(name))
              + " outbox.inbox.consumer");
    }
    return new ConsumerName(name);
  }

  private static void requireName(boolean consumes) {
    if (consumes) {
      throw new IllegalStateException(
          "This service consumes events and has no name. It would share a Kafka consumer group with"
              + " every other service without a name, and each would get only some of the events."
              + " Set spring.application.name or outbox.inbox.consumer");
    }
  }

  private static boolean isStorable(String name) {
    return name.length() <= MAX_LENGTH && name.chars().allMatch(c -> c > ' ' && c < 127);
  }
}
