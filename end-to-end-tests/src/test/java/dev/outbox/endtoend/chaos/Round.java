package dev.outbox.endtoend.chaos;

import java.time.Duration;
import org.awaitility.core.ConditionTimeoutException;

/**
 * A kind of fault, and how often it strikes.
 *
 * @param least how often at the least
 * @param share of the time, in percent, that it is repeated for
 */
record Round(Fault fault, int least, int share) {

  /** Lets it strike, then compares what is published with what was committed. */
  Row run(Course course, Duration time) throws InterruptedException {
    long begin = System.nanoTime();
    long events = course.journal().events();
    long unruly = course.journal().unruly();
    long until = begin + time.toNanos() * share / 100;
    int strikes = 0;
    String stuck = null;
    while (stuck == null && (strikes < least || System.nanoTime() < until)) {
      strikes++;
      try {
        fault.strike(course);
      } catch (ConditionTimeoutException e) {
        stuck = e.getMessage();
      }
    }
    Verdict verdict = course.check();
    return new Row(
        course.mode(),
        fault.name(),
        course.journal().events() - events,
        fault instanceof UnrulyWriters ? course.journal().unruly() - unruly : strikes,
        Duration.ofNanos(System.nanoTime() - begin),
        verdict,
        stuck,
        fault.note());
  }
}
