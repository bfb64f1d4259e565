package dev.outbox.relay.binlog;

import static org.assertj.core.api.Assertions.assertThat;

import dev.outbox.relay.outbox.Table;
import java.util.Map;
import org.junit.jupiter.api.Test;

class OutboxTablesTests {

  private static final Map<Table, String> OUTBOXES = Map.of(new Table("Orders", "Events"), "o");

  @Test
  void namesThatDifferInCaseAreTheSameWhereTheServerSaysSo() {
    OutboxTables tables = new OutboxTables(OUTBOXES, true);
    assertThat(tables.outbox("orders", "events")).isEqualTo("o");
    assertThat(tables.outbox("Orders", "Events")).isEqualTo("o");
  }

  @Test
  void namesThatDifferInCaseAreOfTwoTablesElsewhere() {
    OutboxTables tables = new OutboxTables(OUTBOXES, false);
    assertThat(tables.outbox("orders", "events")).isNull();
    assertThat(tables.outbox("Orders", "Events")).isEqualTo("o");
  }

  @Test
  void aStatementMentionsATableInItsDatabaseOrWithIt() {
    OutboxTables tables = new OutboxTables(OUTBOXES, false);
    assertThat(tables.mentionedIn("INSERT INTO `Events` VALUES (1)", "Orders"))
        .containsExactly("o");
    assertThat(tables.mentionedIn("insert into Orders.Events ...", "other")).containsExactly("o");
    assertThat(tables.mentionedIn("INSERT INTO Events VALUES (1)", "other")).isEmpty();
    assertThat(tables.mentionedIn("INSERT INTO t VALUES (1)", "Orders")).isEmpty();
  }
}
