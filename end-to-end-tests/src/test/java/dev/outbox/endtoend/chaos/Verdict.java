package dev.outbox.endtoend.chaos;

import java.util.List;

/**
 * What a checker has found. All of it must be 0.
 *
 * @param lost committed and not published
 * @param duplicated published again
 * @param unexpected published and not committed, or with another key or content
 * @param outOfOrder published after a later event of the same key, or in another partition
 * @param findings the first of them, in words
 */
record Verdict(
    long lost, long duplicated, long unexpected, long outOfOrder, List<String> findings) {

  static final Verdict FAULTLESS = new Verdict(0, 0, 0, 0, List.of());

  Verdict {
    findings = List.copyOf(findings);
  }

  boolean faultless() {
    return lost == 0 && duplicated == 0 && unexpected == 0 && outOfOrder == 0;
  }

  /** What is new since an earlier verdict on the same outbox. Lost events may have come since. */
  Verdict since(Verdict earlier) {
    return new Verdict(
        Math.max(0, lost - earlier.lost),
        duplicated - earlier.duplicated,
        unexpected - earlier.unexpected,
        outOfOrder - earlier.outOfOrder,
        findings.stream().filter(finding -> !earlier.findings.contains(finding)).toList());
  }
}
