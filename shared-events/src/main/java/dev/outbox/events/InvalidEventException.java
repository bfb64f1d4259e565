package dev.outbox.events;

import org.jspecify.annotations.Nullable;

/** Bytes that claim to be an event of some type but break that type's contract. */
public final class InvalidEventException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  InvalidEventException(Class<?> type, String found, @Nullable Throwable cause) {
    this(type.getSimpleName(), found, cause);
  }

  InvalidEventException(String type, String found, @Nullable Throwable cause) {
    super("Not a valid " + type + ": " + found, cause);
  }
}
