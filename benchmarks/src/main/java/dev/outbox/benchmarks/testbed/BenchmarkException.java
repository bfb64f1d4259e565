package dev.outbox.benchmarks.testbed;

import org.jspecify.annotations.Nullable;

/** A benchmark could not be run to its end. */
public final class BenchmarkException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  public BenchmarkException(String message, @Nullable Throwable cause) {
    super(message, cause);
  }
}
