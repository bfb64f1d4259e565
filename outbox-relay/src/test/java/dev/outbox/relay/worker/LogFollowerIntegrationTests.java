package dev.outbox.relay.worker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.github.shyiko.mysql.binlog.GtidSet;
import dev.outbox.localstack.MysqlServer;
import dev.outbox.localstack.StackExtension;
import dev.outbox.relay.TestOutbox;
import dev.outbox.relay.binlog.LogPart;
import dev.outbox.relay.binlog.LogQueue;
import dev.outbox.relay.database.DatabaseServer;
import dev.outbox.relay.database.OutboxTable;
import dev.outbox.relay.database.Preconditions;
import dev.outbox.relay.database.ServerFacts;
import dev.outbox.relay.outbox.Outbox;
import dev.outbox.relay.outbox.OutboxState;
import dev.outbox.relay.outbox.OutboxStatus;
import dev.outbox.relay.outbox.RelayMode;
import dev.outbox.relay.outbox.Table;
import dev.outbox.relay.progress.LiveProgress;
import dev.outbox.relay.progress.OutboxProgress;
import dev.outbox.relay.progress.PartialTransaction;
import dev.outbox.relay.progress.ProgressRecords;
import dev.outbox.relay.progress.ServerProgress;
import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** A transaction of which half is published, and the server that goes on with it. */
@ExtendWith(StackExtension.class)
class LogFollowerIntegrationTests {

  private static final String NAME = "orders";

  private final MysqlServer mysql;
  private final LogQueue queue = new LogQueue(1024 * 1024);
  private TestOutbox outbox;
  private DatabaseServer server;
  private ServerFacts facts;

  LogFollowerIntegrationTests(MysqlServer mysql) {
    this.mysql = mysql;
  }

  @BeforeEach
  void connect() {
    outbox = TestOutbox.create(mysql);
    server =
        new DatabaseServer("main", mysql.jdbcUrl(""), mysql.adminUsername(), mysql.adminPassword());
    facts = new ServerFacts(server);
  }

  @AfterEach
  void disconnect() {
    server.close();
  }

  @Test
  void aServerWithoutTheHalfPublishedTransactionIsRefused() throws InterruptedException {
    String executed = facts.executed();
    Ledger ledger = ledger(executed, UUID.randomUUID() + ":7");
    Lane lane = lane(ledger);
    try (LogFollower follower = follower(lane, ledger)) {
      follower.tend();
      assertThat(lane.status().condition().state()).isEqualTo(OutboxState.REFUSED);
      assertThat(lane.status().condition().error()).contains("lacks transactions");
    }
  }

  @Test
  void theTablesAreReadIfAnotherTransactionComesFirst() throws InterruptedException {
    String executed = facts.executed();
    outbox.append("k", "1");
    outbox.append("k", "2");
    Ledger ledger = ledger(executed, last(facts.executed()));
    Lane lane = lane(ledger);
    try (LogFollower follower = follower(lane, ledger)) {
      follower.tend();
      LogPart first = await().until(queue::poll, part -> part != null);
      follower.take(first, null);
      assertThat(lane.phase()).isEqualTo(Lane.Phase.TABLE);
      assertThat(ledger.position()).isNull();
      assertThat(ledger.isPartial()).isFalse();
      assertThat(queue.isEmpty()).isTrue();
    }
  }

  private LogFollower follower(Lane lane, Ledger ledger) {
    return new LogFollower(
        server,
        new ServerIdentity(setup(), facts, ledger, null, List.of(lane.outbox())),
        new Admission(new Preconditions(server, false)),
        ledger,
        List.of(lane),
        queue,
        Duration.ofSeconds(1));
  }

  /** No other name has the server, so Kafka is not asked. */
  private ServerSetup setup() {
    return new ServerSetup(
        "main",
        server,
        new Preconditions(server, false),
        null,
        100,
        1024,
        Duration.ofSeconds(1),
        Duration.ofSeconds(1),
        Clock.systemUTC(),
        new HashMap<>(),
        new HashMap<>(),
        new FailedOutboxes(),
        new ServerCounts());
  }

  private Lane lane(Ledger ledger) {
    Table name = new Table(outbox.name(), "outbox_event");
    OutboxTable table = new OutboxTable(server, name, 100, 1024);
    OutboxStatus status =
        new OutboxStatus(new Outbox(NAME, "main", RelayMode.BINLOG, name, URI.create("/orders")));
    Lane lane =
        new Lane(
            status,
            table,
            new RowDeleter(status, table, () -> null, ledger::rowsDeleted),
            ledger,
            Duration.ofSeconds(1),
            Duration.ofSeconds(1));
    lane.restore(new OutboxProgress(false, null, true, null, null, null), Map.of());
    return lane;
  }

  private Ledger ledger(String position, String partial) {
    return new Ledger(
        new ProgressRecords("progress", 0, "main"),
        new LiveProgress(
            new ServerProgress(
                1,
                facts.uuid(),
                true,
                null,
                position,
                new PartialTransaction(partial, Map.of(NAME, 1)),
                Map.of(),
                Map.of()),
            List.of(),
            List.of(),
            Set.of()));
  }

  /** The last transaction of a set of one server. */
  private String last(String executed) {
    GtidSet.UUIDSet own = new GtidSet(executed).getUUIDSet(facts.uuid());
    return facts.uuid() + ":" + own.getIntervals().get(own.getIntervals().size() - 1).getEnd();
  }
}
