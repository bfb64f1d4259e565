package dev.outbox.endtoend.chaos;

import java.util.concurrent.TimeUnit;

/**
 * Nothing but what writers always do here: commit out of the order of their rows, roll back, go
 * back to savepoints, hold transactions open. This only gives the longest of these the time.
 */
final class UnrulyWriters implements Fault {

  @Override
  public String name() {
    return "rolled back or held open";
  }

  @Override
  public void strike(Course course) throws InterruptedException {
    TimeUnit.MILLISECONDS.sleep(course.hold().toMillis());
  }
}
