package dev.outbox.benchmarks;

import org.jspecify.annotations.Nullable;

/** A benchmark could not be run to its end. */
final class BenchmarkException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  BenchmarkException(String message, @Nullable Throwable cause) {
    super(message, cause);
  }
}
