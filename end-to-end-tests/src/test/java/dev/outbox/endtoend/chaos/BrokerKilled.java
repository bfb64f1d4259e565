package dev.outbox.endtoend.chaos;

import java.time.Duration;

/** {@code kill -9} of the only broker. */
final class BrokerKilled implements Fault {

  @Override
  public String name() {
    return "broker killed";
  }

  @Override
  public void strike(Course course) throws InterruptedException {
    Relay relay = course.alone();
    course.pause(Duration.ofSeconds(2));
    course.kafka().kill();
    course.pause(Duration.ofSeconds(2));
    course.kafka().start();
    course.awaitFlow(relay);
  }
}
