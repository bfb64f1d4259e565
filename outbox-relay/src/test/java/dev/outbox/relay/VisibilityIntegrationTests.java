package dev.outbox.relay;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.outbox.localstack.KafkaBroker;
import dev.outbox.localstack.MysqlServer;
import dev.outbox.localstack.StackExtension;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * A commit that is in the log and that nobody can see yet. MySQL is held in that state as it is
 * when it waits for a replica to have the commit, which here never comes.
 */
@ExtendWith(StackExtension.class)
class VisibilityIntegrationTests {

  private final MysqlServer mysql;
  private final KafkaBroker kafka;

  VisibilityIntegrationTests(MysqlServer mysql, KafkaBroker kafka) {
    this.mysql = mysql;
    this.kafka = kafka;
  }

  @BeforeEach
  void install() {
    mysql.execute("INSTALL PLUGIN rpl_semi_sync_source SONAME 'semisync_source.so'");
    mysql.execute("SET GLOBAL rpl_semi_sync_source_timeout = 600000");
  }

  @AfterEach
  void uninstall() {
    letCommitsEnd();
    mysql.execute("UNINSTALL PLUGIN rpl_semi_sync_source");
  }

  @Test
  void anOutboxGoesOnFromItsTableWhileTheLogWasReadBeyondWhatItCanSee() {
    TestOutbox follows = TestOutbox.create(mysql);
    TestOutbox joins = TestOutbox.create(mysql);
    try (RunningRelay relay = RunningRelay.start("binlog", List.of(follows, joins))) {
      relay.awaitState(follows, "RUNNING");
      relay.awaitState(joins, "RUNNING");
      relay.operate("POST", "/api/outboxes/" + joins.name() + "/pause");
      holdCommits();
      CompletableFuture<List<String>> commit = commit(follows, joins);
      await().until(() -> reader(follows).ids().size() == 1);
      assertThat(List.of(commit.isDone(), follows.rows(), joins.rows()))
          .as("the log has it, the tables do not show it")
          .isEqualTo(List.of(false, 0L, 0L));

      relay.operate("POST", "/api/outboxes/" + joins.name() + "/resume");
      relay.awaitState(joins, "CATCHING_UP");
      await()
          .during(Duration.ofSeconds(1))
          .until(() -> relay.outbox(joins).get("state").asString().equals("CATCHING_UP"));
      letCommitsEnd();
      List<String> ids = commit.join();
      relay.awaitState(joins, "RUNNING");
      relay.awaitDrained(follows);
      relay.awaitDrained(joins);
      assertThat(reader(follows).ids()).containsExactly(ids.get(0));
      assertThat(reader(joins).ids()).containsExactly(ids.get(1));
    }
  }

  @Test
  void whatAStartingRelayCannotSeeYetItTakesFromTheLog() {
    TestOutbox outbox = TestOutbox.create(mysql);
    String visible = outbox.append("k", "1");
    holdCommits();
    CompletableFuture<List<String>> commit = commit(outbox);
    await().until(() -> held() > 0);
    try (RunningRelay relay = RunningRelay.start("binlog", List.of(outbox))) {
      relay.awaitState(outbox, "RUNNING");
      await().until(() -> reader(outbox).ids().size() == 2);
      assertThat(commit).isNotDone();
      letCommitsEnd();
      relay.awaitDrained(outbox);
      assertThat(reader(outbox).ids()).containsExactly(visible, commit.join().get(0));
    }
  }

  private void holdCommits() {
    mysql.execute("SET GLOBAL rpl_semi_sync_source_enabled = ON");
  }

  private void letCommitsEnd() {
    mysql.execute("SET GLOBAL rpl_semi_sync_source_enabled = OFF");
  }

  private long held() {
    return mysql.queryForLong(
        "SELECT COUNT(*) FROM performance_schema.processlist WHERE state LIKE 'Waiting for semi%'");
  }

  /** An event in each outbox, in one transaction. */
  private CompletableFuture<List<String>> commit(TestOutbox... outboxes) {
    return CompletableFuture.supplyAsync(
        () -> {
          try (Connection connection =
              DriverManager.getConnection(
                  mysql.jdbcUrl(""), mysql.adminUsername(), mysql.adminPassword())) {
            connection.setAutoCommit(false);
            List<String> ids = new ArrayList<>();
            for (TestOutbox outbox : outboxes) {
              connection.setCatalog(outbox.name());
              ids.add(outbox.append(connection, "k", "held"));
            }
            connection.commit();
            return ids;
          } catch (SQLException e) {
            throw new IllegalStateException(e);
          }
        });
  }

  private TopicReader reader(TestOutbox outbox) {
    return new TopicReader(kafka, outbox.topic());
  }
}
