package dev.outbox.endtoend.chaos;

import java.time.Duration;

/** {@code kill -9} of one of two relays: the other one takes over. */
final class OwnerKilled implements Fault {

  private final Slowest slowest = new Slowest(Course.SESSION.plusSeconds(2));

  @Override
  public String name() {
    return "owner of two relays killed";
  }

  @Override
  public void strike(Course course) throws InterruptedException {
    Relay owner = course.ownerOfTwo();
    course.pause(Duration.ofSeconds(2));
    long since = System.nanoTime();
    owner.kill();
    course.awaitFlow(course.other(owner));
    slowest.took(System.nanoTime() - since);
  }

  @Override
  public String note() {
    return slowest.toString();
  }
}
