package dev.outbox.relay;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.outbox.localstack.KafkaBroker;
import dev.outbox.localstack.MysqlServer;
import dev.outbox.localstack.StackExtension;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** MySQL gives its tables the same numbers again after a restart, to other ones. */
@ExtendWith(StackExtension.class)
class TableNumberIntegrationTests {

  private static final int FILLERS = 60;
  private static final Pattern TABLE = Pattern.compile("table_id: (\\d+) \\((.+)\\)");

  private static MysqlServer mysql;
  private final KafkaBroker kafka;
  private final String[] group = RunningRelay.groupOfItsOwn();
  private TestOutbox outbox;

  TableNumberIntegrationTests(KafkaBroker kafka) {
    this.kafka = kafka;
  }

  @BeforeAll
  static void launch() {
    mysql = MysqlServer.launch();
  }

  @AfterAll
  static void end() {
    mysql.close();
  }

  @BeforeEach
  void create() {
    outbox = TestOutbox.create(mysql);
    for (int i = 0; i < FILLERS; i++) {
      outbox.execute("CREATE TABLE filler_%d (a INT)".formatted(i));
    }
    outbox.execute("CREATE TABLE outbox_copy LIKE outbox_event");
    try (RunningRelay relay = start()) {
      outbox.append("k", "first");
      relay.awaitDrained(outbox);
    }
  }

  @Test
  void eventsUnderANumberOfAnotherTableAreNotLost() throws SQLException {
    fill(0, FILLERS);
    restart();
    fill(0, FILLERS / 3);
    outbox.append("k", "under a used number");
    assertThat(numbersOf("outbox_event")).containsAnyElementsOf(numbersOf("filler_"));
    try (RunningRelay relay = start()) {
      awaitPayloads("first", "under a used number");
      outbox.append("k", "later");
      relay.awaitDrained(outbox);
    }
    awaitPayloads("first", "under a used number", "later");
  }

  @Test
  void rowsOfACopyUnderTheOutboxesNumberAreNoEvents() throws SQLException {
    restart();
    outbox.append("k", "1");
    restart();
    outbox.execute(
        """
        INSERT INTO outbox_copy (id, aggregatetype, aggregateid, type, payload)
        VALUES (UUID(), '%s', 'k', 't', 'of the copy')
        """
            .formatted(outbox.aggregateType()));
    outbox.append("k", "2");
    assertThat(numbersOf("outbox_copy")).containsAnyElementsOf(numbersOf("outbox_event"));
    try (RunningRelay relay = start()) {
      relay.awaitDrained(outbox);
    }
    awaitPayloads("first", "1", "2");
  }

  private RunningRelay start() {
    return RunningRelay.start("binlog", Map.of("own", List.of(outbox)), group);
  }

  private void fill(int from, int to) {
    for (int i = from; i < to; i++) {
      outbox.execute("INSERT INTO filler_%d VALUES (1)".formatted(i));
    }
  }

  private void awaitPayloads(String... payloads) {
    TopicReader topic = new TopicReader(kafka, outbox.topic());
    await().untilAsserted(() -> assertThat(topic.byKey().get("k")).containsExactly(payloads));
  }

  private static void restart() {
    mysql.stop();
    mysql.start();
  }

  /** The numbers in the log, of all its files, of tables of this outbox's database. */
  private Set<Long> numbersOf(String tables) throws SQLException {
    Set<Long> numbers = new HashSet<>();
    try (Connection connection =
            DriverManager.getConnection(
                mysql.jdbcUrl(""), mysql.adminUsername(), mysql.adminPassword());
        Statement statement = connection.createStatement()) {
      List<String> files = new ArrayList<>();
      try (ResultSet rows = statement.executeQuery("SHOW BINARY LOGS")) {
        while (rows.next()) {
          files.add(rows.getString(1));
        }
      }
      for (String file : files) {
        try (ResultSet rows =
            statement.executeQuery("SHOW BINLOG EVENTS IN '%s'".formatted(file))) {
          while (rows.next()) {
            Matcher table = TABLE.matcher(rows.getString("Info"));
            if (table.find() && table.group(2).startsWith(outbox.name() + "." + tables)) {
              numbers.add(Long.parseLong(table.group(1)));
            }
          }
        }
      }
    }
    return numbers;
  }
}
