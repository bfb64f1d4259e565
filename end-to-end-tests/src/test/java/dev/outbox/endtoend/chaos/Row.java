package dev.outbox.endtoend.chaos;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * What one kind of fault did to one outbox.
 *
 * @param events that were committed meanwhile
 * @param stuck what did not go on after a fault; null if all did
 */
record Row(
    String mode,
    String fault,
    long events,
    long faults,
    Duration time,
    Verdict verdict,
    @Nullable String stuck,
    String note) {

  private static final String FORMAT = "%-8s %-33s %8s %7s %8s %6s %11s %11s %13s  %s";

  /** Whether all is as promised. */
  boolean good() {
    return verdict.faultless() && stuck == null;
  }

  static String heading() {
    return FORMAT
        .formatted(
            "mode",
            "fault",
            "events",
            "faults",
            "seconds",
            "lost",
            "duplicated",
            "unexpected",
            "out of order",
            "")
        .stripTrailing();
  }

  @Override
  public String toString() {
    return FORMAT
        .formatted(
            mode,
            fault,
            events,
            faults,
            time.toSeconds(),
            verdict.lost(),
            verdict.duplicated(),
            verdict.unexpected(),
            verdict.outOfOrder(),
            stuck == null ? note : "STUCK " + stuck)
        .stripTrailing();
  }
}
