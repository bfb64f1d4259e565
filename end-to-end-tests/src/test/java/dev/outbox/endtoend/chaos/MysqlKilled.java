package dev.outbox.endtoend.chaos;

import java.time.Duration;

/** {@code kill -9} of the database server. */
final class MysqlKilled implements Fault {

  @Override
  public String name() {
    return "MySQL killed";
  }

  @Override
  public void strike(Course course) throws InterruptedException {
    Relay relay = course.alone();
    course.pause(Duration.ofSeconds(2));
    course.mysql().kill();
    course.pause(Duration.ofSeconds(2));
    course.mysql().start();
    course.awaitFlow(relay);
  }
}
