package dev.outbox.endtoend.chaos;

import dev.outbox.localstack.MysqlServer;
import java.time.Duration;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * While the relay is down, MySQL restarts and other tables are written, so that it gives the
 * outbox's {@code table_id} to others. Some of these look like an outbox; no row of theirs is one.
 */
final class MysqlRestartedWhileDown implements Fault {

  private static final int TABLES = 60;

  @Override
  public String name() {
    return "MySQL restarted while it was down";
  }

  @Override
  public void strike(Course course) throws InterruptedException {
    Relay relay = course.alone();
    course.pause(Duration.ofSeconds(1));
    relay.kill();
    writeOthers(course);
    for (int restarts = 1 + course.random().nextInt(2); restarts > 0; restarts--) {
      course.mysql().kill();
      course.mysql().start();
      writeOthers(course);
      course.pause(Duration.ofSeconds(1));
    }
    relay.start();
    course.awaitFlow(relay);
  }

  /** A random number of them, so that the outbox's next id is one that they had. */
  private static void writeOthers(Course course) {
    MysqlServer mysql = course.mysql();
    String database = course.outbox().name();
    String columns = "(id, aggregatetype, aggregateid, type, payload)";
    mysql.execute(
        IntStream.rangeClosed(1, 1 + course.random().nextInt(TABLES))
            .mapToObj(
                i ->
                    """
                    CREATE TABLE IF NOT EXISTS %1$s.other_%2$d LIKE %1$s.outbox_event;
                    INSERT INTO %1$s.other_%2$d %3$s VALUES (UUID(), '%4$s', 'other', 'other', '0')\
                    """
                        .formatted(database, i, columns, course.outbox().aggregateType()))
            .collect(Collectors.joining(";\n")));
  }
}
