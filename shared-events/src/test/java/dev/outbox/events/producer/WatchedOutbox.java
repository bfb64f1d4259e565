package dev.outbox.events.producer;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * The outbox of a service under test. Rows are told apart by their ids: a lower position can be
 * committed after a higher one, and positions begin anew when a table is truncated.
 */
final class WatchedOutbox {

  private static final int NO_SUCH_TABLE = 1146;
  private static final String ROWS =
      """
      SELECT position, id, aggregatetype, aggregateid, type, payload, dataschema, traceparent, tracestate
      FROM outbox_event WHERE position IN (%s) ORDER BY position
      """;

  private final String url;
  private final String username;
  private final String password;
  private final ProducerContract contract;
  private final Set<String> seen = new HashSet<>();

  WatchedOutbox(String service, String url, String username, String password) {
    this.contract = new ProducerContract(service);
    this.url = url;
    this.username = username;
    this.password = password;
  }

  /** What is wrong with rows that were not there before, an event each; each is told once. */
  synchronized List<String> newFaults() {
    try (Connection connection = DriverManager.getConnection(url, username, password);
        Statement statement = connection.createStatement()) {
      List<String> positions = unseen(statement);
      return positions.isEmpty() ? List.of() : faults(statement, positions);
    } catch (SQLException e) {
      if (e.getErrorCode() == NO_SUCH_TABLE) {
        // The service did not start.
        return List.of();
      }
      throw new IllegalStateException("The outbox at " + url + " cannot be read", e);
    }
  }

  private List<String> unseen(Statement statement) throws SQLException {
    List<String> positions = new ArrayList<>();
    try (ResultSet row = statement.executeQuery("SELECT position, id FROM outbox_event")) {
      while (row.next()) {
        if (seen.add(row.getString("id"))) {
          positions.add(row.getString("position"));
        }
      }
    }
    return positions;
  }

  private List<String> faults(Statement statement, List<String> positions) throws SQLException {
    List<String> faults = new ArrayList<>();
    try (ResultSet row = statement.executeQuery(ROWS.formatted(String.join(",", positions)))) {
      while (row.next()) {
        WrittenEvent event = event(row);
        List<String> wrong = contract.faults(event);
        if (!wrong.isEmpty()) {
          faults.add(event + "\n    - " + String.join("\n    - ", wrong));
        }
      }
    }
    return faults;
  }

  private static WrittenEvent event(ResultSet row) throws SQLException {
    return new WrittenEvent(
        row.getString("id"),
        row.getString("aggregatetype"),
        row.getString("aggregateid"),
        row.getString("type"),
        row.getString("payload"),
        row.getString("dataschema"),
        row.getString("traceparent"),
        row.getString("tracestate"));
  }
}
