package dev.outbox.endtoend.chaos;

import java.time.Duration;

/**
 * What one kind of fault did to one outbox.
 *
 * @param events that were committed meanwhile
 */
record Row(
    String mode,
    String fault,
    long events,
    long faults,
    Duration time,
    Verdict verdict,
    String note) {

  private static final String FORMAT = "%-8s %-33s %8s %7s %8s %6s %11s %11s %13s  %s";

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
            note)
        .stripTrailing();
  }
}
