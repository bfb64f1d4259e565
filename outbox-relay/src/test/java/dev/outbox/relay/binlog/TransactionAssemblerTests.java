package dev.outbox.relay.binlog;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.github.shyiko.mysql.binlog.event.Event;
import com.github.shyiko.mysql.binlog.event.EventData;
import com.github.shyiko.mysql.binlog.event.EventHeaderV4;
import com.github.shyiko.mysql.binlog.event.EventType;
import com.github.shyiko.mysql.binlog.event.GtidEventData;
import com.github.shyiko.mysql.binlog.event.MySqlGtid;
import com.github.shyiko.mysql.binlog.event.QueryEventData;
import com.github.shyiko.mysql.binlog.event.XidEventData;
import dev.outbox.relay.binlog.OutboxRows.Kind;
import dev.outbox.relay.outbox.OutboxEvent;
import dev.outbox.relay.outbox.SourceException;
import dev.outbox.relay.outbox.Table;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class TransactionAssemblerTests {

  private static final UUID SERVER = UUID.randomUUID();

  private final List<LogPart> parts = new ArrayList<>();
  private final TransactionAssembler assembler =
      new TransactionAssembler(
          new OutboxTables(
              Map.of(
                  new Table("orders_db", "outbox_event"),
                  "orders",
                  new Table("stock_db", "outbox_event"),
                  "stock"),
              false),
          parts::add);

  @Test
  void rowsOfATransactionComeTogether() throws Exception {
    begin(1);
    take(EventType.EXT_WRITE_ROWS, OutboxRows.inserted("orders", List.of(event(1), event(2))));
    take(EventType.EXT_WRITE_ROWS, OutboxRows.inserted("stock", List.of(event(3))));
    commit();
    LogPart part = only();
    assertThat(part.events())
        .extracting(LoggedEvent::outbox)
        .containsExactly("orders", "orders", "stock");
    assertThat(part.last()).isTrue();
    assertThat(part.unreadable()).isEmpty();
  }

  @Test
  void anUpdateHasTheOutboxAloneReadItsTable() throws Exception {
    begin(1);
    take(EventType.EXT_WRITE_ROWS, OutboxRows.inserted("orders", List.of(event(1))));
    take(EventType.EXT_WRITE_ROWS, OutboxRows.inserted("stock", List.of(event(2))));
    take(EventType.EXT_UPDATE_ROWS, OutboxRows.of(Kind.UPDATED, "orders"));
    commit();
    LogPart part = only();
    assertThat(part.unreadable()).containsOnlyKeys("orders");
    assertThat(part.events()).extracting(LoggedEvent::outbox).containsExactly("stock");
  }

  @Test
  void aDeleteBesideAnInsertHasTheTableRead() throws Exception {
    begin(1);
    take(EventType.EXT_DELETE_ROWS, OutboxRows.of(Kind.DELETED, "orders"));
    take(EventType.EXT_WRITE_ROWS, OutboxRows.inserted("orders", List.of(event(1))));
    commit();
    LogPart part = only();
    assertThat(part.unreadable()).containsOnlyKeys("orders");
    assertThat(part.events()).isEmpty();
  }

  @Test
  void aDeleteAloneIsNothingToRead() throws Exception {
    begin(1);
    take(EventType.EXT_DELETE_ROWS, OutboxRows.of(Kind.DELETED, "orders"));
    take(EventType.EXT_WRITE_ROWS, OutboxRows.inserted("stock", List.of(event(1))));
    commit();
    LogPart part = only();
    assertThat(part.unreadable()).isEmpty();
    assertThat(part.events()).hasSize(1);
  }

  @Test
  void whatOneTransactionDidIsForgottenInTheNext() throws Exception {
    begin(1);
    take(EventType.EXT_DELETE_ROWS, OutboxRows.of(Kind.DELETED, "orders"));
    commit();
    begin(2);
    take(EventType.EXT_WRITE_ROWS, OutboxRows.inserted("orders", List.of(event(1))));
    commit();
    assertThat(parts).hasSize(2).allSatisfy(part -> assertThat(part.unreadable()).isEmpty());
  }

  @Test
  void aDeleteBehindTheFirstPartHasTheTableReadAtTheEnd() throws Exception {
    begin(1);
    OutboxEvent large = event(1, new byte[2 * 1024 * 1024]);
    take(EventType.EXT_WRITE_ROWS, OutboxRows.inserted("orders", List.of(large)));
    take(EventType.EXT_DELETE_ROWS, OutboxRows.of(Kind.DELETED, "orders"));
    commit();
    assertThat(parts).extracting(LogPart::last).containsExactly(false, true);
    assertThat(parts.get(1).unreadable()).containsOnlyKeys("orders");
  }

  @Test
  void aStatementAboutATableHasItReadAndNoOther() throws Exception {
    begin(1);
    query("orders_db", "RENAME TABLE `outbox_new` TO `outbox_event`");
    begin(2);
    query("third_db", "ALTER TABLE stock_db.outbox_event ADD x INT");
    begin(3);
    query("orders_db", "CREATE TABLE t (a INT)");
    assertThat(parts)
        .extracting(part -> List.copyOf(part.unreadable().keySet()))
        .containsExactly(List.of("orders"), List.of("stock"), List.of());
  }

  @Test
  void aStatementInPlaceOfRowsHasTheTableRead() throws Exception {
    begin(1);
    query("orders_db", "BEGIN");
    query("orders_db", "INSERT INTO outbox_event VALUES (1)");
    commit();
    assertThat(only().unreadable()).containsOnlyKeys("orders");
  }

  @Test
  void rowsThatAreLoadedByAStatementAreReadFromTheTables() throws Exception {
    begin(1);
    query("orders_db", "BEGIN");
    take(EventType.EXECUTE_LOAD_QUERY, null);
    commit();
    assertThat(only().unreadable()).containsOnlyKeys("orders", "stock");
  }

  @Test
  void afterALossInTheLogTheTablesAreRead() throws Exception {
    take(EventType.INCIDENT, null);
    begin(1);
    commit();
    begin(2);
    commit();
    assertThat(parts.get(0).unreadable()).containsOnlyKeys("orders", "stock");
    assertThat(parts.get(1).unreadable()).isEmpty();
  }

  @Test
  void aTransactionWithoutGtidIsNotSkipped() {
    assertThatThrownBy(() -> take(EventType.ANONYMOUS_GTID, null))
        .isInstanceOf(SourceException.class)
        .hasMessageContaining("gtid_mode");
  }

  private LogPart only() {
    assertThat(parts).hasSize(1);
    return parts.get(0);
  }

  private void begin(long number) throws InterruptedException {
    take(
        EventType.GTID,
        new GtidEventData(new MySqlGtid(SERVER, number), (byte) 0, 0, 0, 0, 0, 0, 0, 0));
  }

  private void query(String database, String sql) throws InterruptedException {
    QueryEventData data = new QueryEventData();
    data.setDatabase(database);
    data.setSql(sql);
    take(EventType.QUERY, data);
  }

  private void commit() throws InterruptedException {
    take(EventType.XID, new XidEventData());
  }

  private void take(EventType type, EventData data) throws InterruptedException {
    EventHeaderV4 header = new EventHeaderV4();
    header.setEventType(type);
    assembler.take(new Event(header, data));
  }

  private static OutboxEvent event(long position) {
    return event(position, "{}".getBytes(UTF_8));
  }

  private static OutboxEvent event(long position, byte[] payload) {
    return new OutboxEvent(
        position,
        UUID.randomUUID().toString(),
        "thing",
        "key",
        "type",
        payload,
        null,
        null,
        null,
        0,
        0);
  }
}
