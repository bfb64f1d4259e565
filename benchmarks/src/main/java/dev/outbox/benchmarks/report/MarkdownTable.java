package dev.outbox.benchmarks.report;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** A table in Markdown, aligned, so that it can be read as text too. */
public final class MarkdownTable {

  private final List<String> columns;
  private final List<List<String>> rows = new ArrayList<>();

  public MarkdownTable(String... columns) {
    this.columns = List.of(columns);
  }

  public void row(String... cells) {
    if (cells.length != columns.size()) {
      throw new IllegalArgumentException(
          "%d cells in a table of %d columns".formatted(cells.length, columns.size()));
    }
    rows.add(List.of(cells));
  }

  public boolean isEmpty() {
    return rows.isEmpty();
  }

  /** The first column is text, the others are figures. */
  @Override
  public String toString() {
    int[] widths =
        IntStream.range(0, columns.size())
            .map(
                column ->
                    Math.max(
                        columns.get(column).length(),
                        rows.stream().mapToInt(row -> row.get(column).length()).max().orElse(0)))
            .toArray();
    StringBuilder table = new StringBuilder(line(columns, widths));
    table.append(
        IntStream.range(0, columns.size())
            .mapToObj(column -> column == 0 ? "-".repeat(widths[0]) : right(widths[column]))
            .collect(Collectors.joining(" | ", "| ", " |\n")));
    rows.forEach(row -> table.append(line(row, widths)));
    return table.toString();
  }

  private static String right(int width) {
    return "-".repeat(Math.max(1, width - 1)) + ":";
  }

  private static String line(List<String> cells, int[] widths) {
    return IntStream.range(0, cells.size())
        .mapToObj(
            column -> {
              String padding = " ".repeat(widths[column] - cells.get(column).length());
              return column == 0 ? cells.get(column) + padding : padding + cells.get(column);
            })
        .collect(Collectors.joining(" | ", "| ", " |\n"));
  }
}
