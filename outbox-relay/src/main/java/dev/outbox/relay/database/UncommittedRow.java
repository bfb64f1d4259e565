package dev.outbox.relay.database;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Optional;
import org.springframework.jdbc.UncategorizedSQLException;
import org.springframework.jdbc.core.RowMapper;
import org.springframework.jdbc.support.JdbcUtils;

/**
 * Reads a row also if its transaction is in the log and not visible yet. The transaction begins
 * before the row is read, and ends in any case: no other statement on the connection may read what
 * is not committed.
 */
final class UncommittedRow {

  private UncommittedRow() {}

  /**
   * Runs a query that gives a row at the most.
   *
   * @param connection closed here
   */
  static <T> Optional<T> read(Connection connection, String sql, RowMapper<T> mapper) {
    try (Statement statement = connection.createStatement()) {
      statement.execute("SET TRANSACTION ISOLATION LEVEL READ UNCOMMITTED");
      statement.execute("START TRANSACTION READ ONLY");
      try (ResultSet row = statement.executeQuery(sql)) {
        return row.next() ? Optional.ofNullable(mapper.mapRow(row, 1)) : Optional.empty();
      } finally {
        statement.execute("ROLLBACK");
      }
    } catch (SQLException e) {
      throw new UncategorizedSQLException("read a row of the log", sql, e);
    } finally {
      JdbcUtils.closeConnection(connection);
    }
  }
}
