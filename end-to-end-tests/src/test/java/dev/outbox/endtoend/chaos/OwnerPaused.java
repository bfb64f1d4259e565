package dev.outbox.endtoend.chaos;

import java.time.Duration;
import java.util.concurrent.TimeUnit;

/**
 * {@code SIGSTOP} of the relay that publishes, until its session is over; then it goes on. Usually
 * another one has taken over meanwhile; sometimes there is none.
 */
final class OwnerPaused implements Fault {

  private final int outOfTenAlone;
  private final Slowest slowest = new Slowest(Course.SESSION.plusSeconds(2));

  OwnerPaused(int outOfTenAlone) {
    this.outOfTenAlone = outOfTenAlone;
  }

  @Override
  public String name() {
    return "owner stopped beyond its session";
  }

  @Override
  public void strike(Course course) throws InterruptedException {
    if (course.random().nextInt(10) < outOfTenAlone) {
      Relay relay = course.alone();
      course.pause(Duration.ofSeconds(2));
      relay.signal("STOP");
      TimeUnit.MILLISECONDS.sleep(Course.SESSION.plusSeconds(1).toMillis());
      relay.signal("CONT");
      course.awaitFlow(relay);
      return;
    }
    Relay owner = course.ownerOfTwo();
    course.pause(Duration.ofSeconds(2));
    long since = System.nanoTime();
    owner.signal("STOP");
    try {
      course.awaitFlow(course.other(owner));
      slowest.took(System.nanoTime() - since);
      course.pause(Duration.ofSeconds(1));
    } finally {
      owner.signal("CONT");
    }
    course.awaitFlow(course.other(owner));
  }

  @Override
  public String note() {
    return slowest.toString();
  }
}
