package dev.outbox.endtoend.chaos;

import java.time.Duration;

/** While the relay is down, the server deletes the logs that it has not read. */
final class LogPurged implements Fault {

  @Override
  public String name() {
    return "binlogs purged while it was down";
  }

  @Override
  public void strike(Course course) throws InterruptedException {
    Relay relay = course.alone();
    course.pause(Duration.ofSeconds(1));
    relay.kill();
    course.pause(Duration.ofSeconds(2));
    course.mysql().execute("FLUSH BINARY LOGS");
    course.mysql().execute("PURGE BINARY LOGS BEFORE NOW() + INTERVAL 1 DAY");
    relay.start();
    course.awaitFlow(relay);
  }
}
