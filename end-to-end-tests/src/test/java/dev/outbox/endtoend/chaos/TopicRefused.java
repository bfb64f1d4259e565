package dev.outbox.endtoend.chaos;

import static org.awaitility.Awaitility.await;

import java.time.Duration;

/**
 * A transaction has events of a topic that is there, and of one that Kafka refuses to make. The
 * relay is ended before that is mended.
 */
final class TopicRefused implements Fault {

  private static final String REFUSED = "--outbox.topics.replication=3";

  private int strikes;

  @Override
  public String name() {
    return "topic refused, then mended";
  }

  @Override
  public void strike(Course course) throws InterruptedException {
    Relay relay = course.alone();
    relay.kill();
    relay.start(REFUSED);
    course.awaitFlow(relay);
    String topic = course.mode() + "-refused-" + ++strikes;
    Event blocked = course.writers().writeBeside(topic);
    course.pause(Duration.ofSeconds(3));
    if (course.random().nextBoolean()) {
      relay.stop();
    } else {
      relay.kill();
    }
    Event later = course.writers().writeBeside(topic);
    relay.start();
    course.awaitFlow(relay);
    await("what was refused by " + relay)
        .atMost(Course.PATIENCE)
        .until(() -> !course.outbox().has(blocked.id()) && !course.outbox().has(later.id()));
  }
}
