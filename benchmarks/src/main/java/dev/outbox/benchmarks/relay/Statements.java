package dev.outbox.benchmarks.relay;

import dev.outbox.benchmarks.testbed.BenchmarkException;
import dev.outbox.localstack.MysqlServer;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Map;
import java.util.TreeMap;

/** What accounts have asked of MySQL, by its own count. */
final class Statements {

  private static final String QUERY =
      """
      SELECT event_name, count_star
      FROM performance_schema.events_statements_summary_by_user_by_event_name
      WHERE user = ? AND count_star > 0
      """;

  private Statements() {}

  /** How many statements of each kind an account has run so far. */
  static Map<String, Long> of(MysqlServer mysql, String account) {
    try (Connection connection =
            DriverManager.getConnection(
                mysql.jdbcUrl(""), mysql.adminUsername(), mysql.adminPassword());
        PreparedStatement select = connection.prepareStatement(QUERY)) {
      select.setString(1, account);
      Map<String, Long> counts = new TreeMap<>();
      try (ResultSet rows = select.executeQuery()) {
        while (rows.next()) {
          counts.put(rows.getString(1).replace("statement/", ""), rows.getLong(2));
        }
      }
      return counts;
    } catch (SQLException e) {
      throw new BenchmarkException("MySQL does not tell its statements: " + e.getMessage(), e);
    }
  }

  /** What has come since; kinds of which nothing has come are left out. */
  static Map<String, Long> since(Map<String, Long> before, Map<String, Long> now) {
    Map<String, Long> difference = new TreeMap<>();
    now.forEach(
        (kind, count) -> {
          long more = count - before.getOrDefault(kind, 0L);
          if (more > 0) {
            difference.put(kind, more);
          }
        });
    return difference;
  }
}
