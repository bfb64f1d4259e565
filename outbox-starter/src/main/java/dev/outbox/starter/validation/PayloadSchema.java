package dev.outbox.starter.validation;

import java.util.List;

/** The JSON Schema of one type of events. Thread-safe. */
@FunctionalInterface
public interface PayloadSchema {

  /**
   * What is wrong with a payload.
   *
   * @param payload its JSON as UTF-8
   * @return what the validator says, a fault each, with where it is; a long list is cut. Empty if
   *     nothing is wrong
   */
  List<String> violations(byte[] payload);
}
