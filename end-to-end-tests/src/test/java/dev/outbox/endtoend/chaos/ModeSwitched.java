package dev.outbox.endtoend.chaos;

import java.time.Duration;

/** The relay is started again in the other mode, and a while later in the former one. */
final class ModeSwitched implements Fault {

  @Override
  public String name() {
    return "mode switched there and back";
  }

  @Override
  public void strike(Course course) throws InterruptedException {
    Relay relay = course.alone();
    String mode = relay.mode();
    restart(course, relay, mode.equals("binlog") ? "polling" : "binlog");
    restart(course, relay, mode);
  }

  private static void restart(Course course, Relay relay, String mode) throws InterruptedException {
    course.pause(Duration.ofSeconds(1));
    if (course.random().nextBoolean()) {
      relay.stop();
    } else {
      relay.kill();
    }
    relay.mode(mode);
    relay.start();
    course.awaitFlow(relay);
  }
}
