package dev.outbox.relay.database;

import dev.outbox.relay.outbox.OutboxEvent;
import dev.outbox.relay.outbox.Table;
import java.util.Collection;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/**
 * Looks up rows of one outbox's table by the ids of their events. There is no index on them: each
 * question reads the table once, without what it does not ask for. All methods throw {@link
 * dev.outbox.relay.outbox.SourceException}. Safe for use by several threads.
 */
public final class ParkedRows {

  private static final int IDS_AT_ONCE = 1_000;

  private final DatabaseServer server;
  private final Table table;

  ParkedRows(DatabaseServer server, Table table) {
    this.server = server;
    this.table = table;
  }

  /** Returns the events' types by id, without payloads; ids that are not there are left out. */
  public Map<String, String> types(Collection<String> ids) {
    Map<String, String> types = new HashMap<>();
    List<String> all = List.copyOf(ids);
    for (int from = 0; from < all.size(); from += IDS_AT_ONCE) {
      List<String> some = all.subList(from, Math.min(from + IDS_AT_ONCE, all.size()));
      types.putAll(server.ask(table, () -> typesOf(some)));
    }
    return types;
  }

  private Map<String, String> typesOf(List<String> ids) {
    Map<String, String> types = new HashMap<>();
    server
        .jdbc()
        .sql("SELECT id, type FROM %s WHERE id IN (%s)".formatted(table.quoted(), marks(ids)))
        .params(ids)
        .query(
            row -> {
              types.put(row.getString(1), row.getString(2));
            });
    return types;
  }

  /**
   * Gives all rows with these ids, from the lowest on; one is in memory at a time.
   *
   * @param consumer may be given a row twice if a connection breaks
   */
  public void forEach(Collection<String> ids, Consumer<OutboxEvent> consumer) {
    String sql =
        "SELECT %s FROM %s WHERE id IN (%s) ORDER BY position"
            .formatted(OutboxTable.COLUMNS, table.quoted(), marks(ids));
    server.ask(
        table,
        () ->
            server
                .jdbc()
                .sql(sql)
                .params(List.copyOf(ids))
                .withFetchSize(OutboxTable.STREAM)
                .query(
                    result -> {
                      while (result.next()) {
                        consumer.accept(OutboxTable.event(result, server, table));
                      }
                      return true;
                    }));
  }

  private static String marks(Collection<String> ids) {
    return String.join(",", Collections.nCopies(ids.size(), "?"));
  }
}
