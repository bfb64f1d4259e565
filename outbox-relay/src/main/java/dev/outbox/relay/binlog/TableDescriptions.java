package dev.outbox.relay.binlog;

import dev.outbox.relay.database.DatabaseProblem;
import dev.outbox.relay.database.DatabaseServer;
import dev.outbox.relay.outbox.Table;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.dao.DataAccessException;

/** What the server says now of tables' columns. Safe for use by several threads. */
final class TableDescriptions {

  /** How many bytes tell the length of a value. */
  private static final Map<String, Integer> LENGTH_BYTES =
      Map.of(
          "tinytext", 1,
          "tinyblob", 1,
          "text", 2,
          "blob", 2,
          "mediumtext", 3,
          "mediumblob", 3,
          "longtext", 4,
          "longblob", 4);

  private final DatabaseServer server;

  TableDescriptions(DatabaseServer server) {
    this.server = server;
  }

  /**
   * Returns the columns of a table, in their order.
   *
   * @throws dev.outbox.relay.outbox.SourceException if the server does not say
   */
  List<TableLayout.Column> columns(Table table) {
    try {
      return server
          .jdbc()
          .sql(
              """
              SELECT c.column_name, c.data_type, c.character_set_name, c.is_nullable,
                     c.character_octet_length, c.datetime_precision, l.id
              FROM information_schema.columns AS c
                   LEFT JOIN information_schema.collations AS l
                   ON l.collation_name = c.collation_name
              WHERE c.table_schema = ? AND c.table_name = ? ORDER BY c.ordinal_position
              """)
          .params(table.database(), table.name())
          .query((row, number) -> column(row))
          .list();
    } catch (DataAccessException e) {
      throw DatabaseProblem.explain(e, server, table);
    }
  }

  private static TableLayout.Column column(ResultSet row) throws SQLException {
    String name = row.getString(1);
    String type = row.getString(2).toLowerCase(Locale.ROOT);
    Integer length =
        switch (type) {
          case "char", "varchar" -> number(row, 5);
          case "datetime", "timestamp" -> number(row, 6);
          default -> LENGTH_BYTES.get(type);
        };
    ColumnShape shape =
        new ColumnShape(
            orUnknown(length), row.getString(4).equals("YES"), orUnknown(number(row, 7)), name);
    return new TableLayout.Column(name, type, row.getString(3), shape);
  }

  private static @Nullable Integer number(ResultSet row, int index) throws SQLException {
    long value = row.getLong(index);
    return row.wasNull() ? null : (Integer) (int) value;
  }

  private static int orUnknown(@Nullable Integer value) {
    return value == null ? ColumnShape.UNKNOWN : value;
  }
}
