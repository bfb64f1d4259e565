package dev.outbox.endtoend.chaos;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** What happens to an outbox when a fault that another course lets strike hits the servers. */
final class Witness implements Fault {

  private static final Duration PATIENCE = Duration.ofMinutes(5);

  private final Fault fault;
  private final CountDownLatch over = new CountDownLatch(1);

  Witness(Fault fault) {
    this.fault = fault;
  }

  /** The fault itself, for the other course. */
  Fault fault() {
    return new Fault() {
      @Override
      public String name() {
        return fault.name();
      }

      @Override
      public void strike(Course course) throws InterruptedException {
        try {
          fault.strike(course);
        } finally {
          over.countDown();
        }
      }
    };
  }

  @Override
  public String name() {
    return fault.name();
  }

  @Override
  public void strike(Course course) throws InterruptedException {
    if (!over.await(PATIENCE.toSeconds(), TimeUnit.SECONDS)) {
      throw new IllegalStateException("nothing struck");
    }
    course.awaitFlow(course.alone());
  }
}
