package dev.outbox.starter.inbox;

import org.jspecify.annotations.Nullable;

/** Counts identical failures of which it cannot be told at first whose fault they are. */
final class RepeatedFailure {

  /**
   * After this many in a row they are an event's fault: what is of the moment passes or changes.
   */
  private static final int MAX_IDENTICAL = 3;

  private @Nullable String reason;
  private int count;

  /** Counts a failure, and tells whether it is likely to be the fault of an event. */
  boolean isLikelyOfEvent(Throwable failure) {
    String found = Faults.reason(failure);
    count = found.equals(reason) ? count + 1 : 1;
    reason = found;
    return count >= MAX_IDENTICAL && Faults.mayBeOfEvent(failure);
  }
}
