package dev.outbox.endtoend.chaos;

import java.time.Duration;

/** {@code kill -9} of the relay and of one or both servers; they come back in any order. */
final class SeveralKilled implements Fault {

  @Override
  public String name() {
    return "relay and servers killed together";
  }

  @Override
  public void strike(Course course) throws InterruptedException {
    Relay relay = course.alone();
    int which = course.random().nextInt(3);
    course.pause(Duration.ofSeconds(2));
    if (which != 0) {
      course.kafka().kill();
    }
    if (which != 1) {
      course.mysql().kill();
    }
    relay.kill();
    boolean relayFirst = course.random().nextBoolean();
    if (relayFirst) {
      relay.start();
    }
    course.pause(Duration.ofSeconds(2));
    course.mysql().start();
    course.kafka().start();
    if (!relayFirst) {
      relay.start();
    }
    course.awaitFlow(relay);
  }
}
