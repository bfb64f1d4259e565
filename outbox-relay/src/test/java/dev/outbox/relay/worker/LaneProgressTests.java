package dev.outbox.relay.worker;

import static org.assertj.core.api.Assertions.assertThat;

import com.github.shyiko.mysql.binlog.GtidSet;
import dev.outbox.relay.database.DatabaseServer;
import dev.outbox.relay.database.OutboxTable;
import dev.outbox.relay.outbox.Outbox;
import dev.outbox.relay.outbox.OutboxStatus;
import dev.outbox.relay.outbox.RelayMode;
import dev.outbox.relay.outbox.Table;
import dev.outbox.relay.progress.LiveProgress;
import dev.outbox.relay.progress.OutboxProgress;
import dev.outbox.relay.progress.ProgressRecords;
import dev.outbox.relay.progress.PublishedRows;
import dev.outbox.relay.progress.ServerProgress;
import java.net.URI;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What progress says of outboxes that go on from the log after a table was read. */
class LaneProgressTests {

  private static final GtidSet EXECUTED = new GtidSet("3e11fa47-71ca-11e1-9e33-c80aa9429562:1-9");
  private static final int MANY = 10_000;

  private final DatabaseServer server =
      new DatabaseServer("main", "jdbc:mysql://127.0.0.1:1", "relay", "");
  private final Ledger ledger =
      new Ledger(
          new ProgressRecords("progress", 0, "main"),
          new LiveProgress(ServerProgress.NEW, List.of(), List.of(), Set.of()));

  @AfterEach
  void close() {
    server.close();
  }

  @Test
  void recordsStaySmallHoweverManyOutboxesJoinTheLog() {
    Map<String, OutboxProgress> outboxes = new HashMap<>();
    for (int i = 0; i < 10; i++) {
      Lane lane = lane("outbox" + i);
      PublishedRows rows = rows(lane.name());
      lane.follow(EXECUTED, rows.keys());
      outboxes.put(lane.name(), lane.progress());
      for (ProducerRecord<byte[], byte[]> record :
          ledger.write(List.of(rows), List.of(), List.of(), outboxes)) {
        assertThat(record.value()).hasSizeLessThan(500_000);
      }
    }
  }

  @Test
  void rowsThatWereReadAreKnownToTheNextOwner() {
    Lane lane = lane("orders");
    PublishedRows rows = rows("orders");
    lane.follow(EXECUTED, rows.keys());
    Long sequence = lane.progress().skip();
    assertThat(sequence).isEqualTo(1);

    Lane next = lane("orders");
    next.restore(lane.progress(), Map.of(1L, rows));
    assertThat(next.phase()).isEqualTo(Lane.Phase.LOG);
    assertThat(next.progress()).isEqualTo(lane.progress());
  }

  @Test
  void outboxWhoseRowsAreUnknownReadsItsTableAgain() {
    Lane lane = lane("orders");
    lane.follow(EXECUTED, rows("orders").keys());

    Lane next = lane("orders");
    next.restore(lane.progress(), Map.of());
    assertThat(next.phase()).isEqualTo(Lane.Phase.TABLE);
  }

  @Test
  void rowsAreKeptUntilTheyAreDeletedAndTheLogIsBeyondThem() {
    Lane lane = lane("orders");
    PublishedRows rows = rows("orders");
    lane.follow(EXECUTED, rows.keys());
    write(List.of(rows), lane);
    ledger.rowsDeleted(1, "set");
    assertThat(write(List.of(), lane)).isEmpty();
    lane.settled();
    assertThat(write(List.of(), lane)).containsExactly("main/rows/1");
  }

  /** The keys of the tombstones. */
  private List<String> write(List<PublishedRows> rows, Lane lane) {
    return ledger.write(rows, List.of(), List.of(), Map.of(lane.name(), lane.progress())).stream()
        .filter(record -> record.value() == null)
        .map(record -> new String(record.key()))
        .toList();
  }

  private Lane lane(String name) {
    Outbox outbox =
        new Outbox(
            name,
            "main",
            RelayMode.BINLOG,
            new Table(name, "outbox_event"),
            URI.create("/" + name));
    OutboxTable table = new OutboxTable(server, outbox.table(), 5_000, 1_000_000);
    OutboxStatus status = new OutboxStatus(outbox);
    return new Lane(
        status,
        table,
        new RowDeleter(status, table, () -> null, ledger::rowsDeleted),
        ledger,
        Duration.ofSeconds(1),
        Duration.ofSeconds(1));
  }

  private static PublishedRows rows(String outbox) {
    PublishedRows rows = new PublishedRows(outbox);
    for (int i = 0; i < MANY; i++) {
      rows.add(2L * i, new UUID(i, i));
    }
    return rows;
  }
}
