package dev.outbox.localstack;

import java.io.PrintWriter;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.ResultSetMetaData;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;

/** The rows of a query as text. */
record Table(List<String> columns, List<List<String>> rows) {

  static Table of(String url, String user, String password, String query) throws SQLException {
    try (Connection connection = DriverManager.getConnection(url, user, password);
        Statement statement = connection.createStatement()) {
      if (statement.execute(query)) {
        return read(statement.getResultSet());
      }
      return new Table(
          List.of("changed"), List.of(List.of(String.valueOf(statement.getUpdateCount()))));
    }
  }

  private static Table read(ResultSet result) throws SQLException {
    ResultSetMetaData meta = result.getMetaData();
    List<String> columns = new ArrayList<>();
    for (int column = 1; column <= meta.getColumnCount(); column++) {
      columns.add(meta.getColumnLabel(column));
    }
    List<List<String>> rows = new ArrayList<>();
    while (result.next()) {
      List<String> row = new ArrayList<>();
      for (int column = 1; column <= columns.size(); column++) {
        // A row stays one line.
        row.add(String.valueOf(result.getString(column)).replace("\n", "\\n"));
      }
      rows.add(row);
    }
    return new Table(columns, rows);
  }

  void print(PrintWriter out, boolean valuesOnly) {
    if (valuesOnly) {
      rows.forEach(row -> out.println(String.join("\t", row)));
      return;
    }
    List<Integer> widths = new ArrayList<>();
    for (int column = 0; column < columns.size(); column++) {
      int width = columns.get(column).length();
      for (List<String> row : rows) {
        width = Math.max(width, row.get(column).length());
      }
      widths.add(width);
    }
    out.println(line(columns, widths));
    out.println(line(widths.stream().map("-"::repeat).toList(), widths));
    rows.forEach(row -> out.println(line(row, widths)));
    out.println(rows.size() == 1 ? "(1 row)" : "(" + rows.size() + " rows)");
  }

  private static String line(List<String> cells, List<Integer> widths) {
    StringBuilder line = new StringBuilder();
    for (int column = 0; column < cells.size(); column++) {
      String cell = cells.get(column);
      line.append(cell).append(" ".repeat(widths.get(column) - cell.length() + 2));
    }
    return line.toString().stripTrailing();
  }
}
