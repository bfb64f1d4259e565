package dev.outbox.endtoend.chaos;

import java.time.Duration;

/** {@code kill -9} of the only relay, now and then also while it starts. */
final class RelayKilled implements Fault {

  @Override
  public String name() {
    return "relay killed";
  }

  @Override
  public void strike(Course course) throws InterruptedException {
    Relay relay = course.alone();
    course.pause(Duration.ofSeconds(2));
    relay.kill();
    relay.start();
    if (course.random().nextInt(4) == 0) {
      course.pause(Duration.ofSeconds(3));
    } else {
      course.awaitFlow(relay);
    }
  }
}
