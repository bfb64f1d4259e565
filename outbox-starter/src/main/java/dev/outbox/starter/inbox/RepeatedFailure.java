package dev.outbox.starter.inbox;

import org.jspecify.annotations.Nullable;
import org.springframework.core.NestedExceptionUtils;

/** Counts failures of which it cannot be told at first whose fault they are. */
final class RepeatedFailure {

  /**
   * This many of one kind in a row are an event's fault: what is of the moment passes or changes.
   */
  private static final int MAX_IDENTICAL = 3;

  /** After this many of any kind the batch is delivered again, with a delay. */
  private static final int MAX_ATTEMPTS = 10;

  private @Nullable Class<?> kind;
  private int identical;
  private int attempts;

  /** Counts a failure, and tells whether it is likely to be the fault of an event. */
  boolean isLikelyOfEvent(Throwable failure) {
    Class<?> found = NestedExceptionUtils.getMostSpecificCause(failure).getClass();
    identical = found == kind ? identical + 1 : 1;
    kind = found;
    attempts++;
    return identical >= MAX_IDENTICAL && Faults.mayBeOfEvent(failure);
  }

  /** Tells whether to try again at once. */
  boolean mayPassAtOnce(Throwable failure) {
    return attempts < MAX_ATTEMPTS && Faults.mayBeOfEvent(failure);
  }
}
