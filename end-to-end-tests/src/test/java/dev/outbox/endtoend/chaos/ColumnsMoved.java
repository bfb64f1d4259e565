package dev.outbox.endtoend.chaos;

import java.time.Duration;
import java.util.List;

/** While rows are in the log that the relay has not read, columns of the outbox change places. */
final class ColumnsMoved implements Fault {

  private static final List<String> PLACES =
      List.of(
          "MODIFY type VARCHAR(255) CHARACTER SET ascii NOT NULL AFTER aggregatetype",
          "MODIFY type VARCHAR(255) CHARACTER SET ascii NOT NULL AFTER aggregateid",
          "MODIFY payload MEDIUMTEXT NOT NULL AFTER position",
          "MODIFY payload MEDIUMTEXT NOT NULL AFTER type");

  @Override
  public String name() {
    return "columns moved while it was down";
  }

  @Override
  public void strike(Course course) throws InterruptedException {
    Relay relay = course.alone();
    course.pause(Duration.ofSeconds(1));
    relay.kill();
    course.pause(Duration.ofSeconds(2));
    String place = PLACES.get(course.random().nextInt(PLACES.size()));
    course
        .mysql()
        .execute("ALTER TABLE %s.outbox_event %s".formatted(course.outbox().name(), place));
    course.pause(Duration.ofSeconds(2));
    relay.start();
    course.awaitFlow(relay);
  }
}
