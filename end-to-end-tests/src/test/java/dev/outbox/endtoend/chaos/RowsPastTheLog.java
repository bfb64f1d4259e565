package dev.outbox.endtoend.chaos;

import static org.awaitility.Awaitility.await;

import java.time.Duration;

/** Events are written in a session that does not log; they are late, and not lost. */
final class RowsPastTheLog implements Fault {

  private static final String KEY = "past-the-log";

  @Override
  public String name() {
    return "rows written past the log";
  }

  @Override
  public void strike(Course course) throws InterruptedException {
    Relay relay = course.alone();
    course.pause(Duration.ofSeconds(2));
    course.awaitFlow(relay);
    Event last = course.writers().writePastTheLog(KEY, 1 + course.random().nextInt(5));
    await("what was written past the log by " + relay)
        .atMost(Course.PATIENCE)
        .until(() -> !course.outbox().has(last.id()));
  }
}
