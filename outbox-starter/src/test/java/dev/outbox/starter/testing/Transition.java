package dev.outbox.starter.testing;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.OptionalInt;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * A cell of a table in docs/architecture.md: what an event does in a state. What is said there is
 * what tests look for.
 *
 * @param state that of the row
 * @param event that of the column
 * @param text "stays", or the state after it as code; what is emitted as code; the HTTP status
 */
public record Transition(String state, String event, String text) {

  private static final Path DOCUMENT = Path.of("..", "docs", "architecture.md");
  private static final Pattern CODE = Pattern.compile("`([^`]+)`");
  private static final Pattern STATE = Pattern.compile("[A-Z]{2}.*");
  private static final Pattern STATUS = Pattern.compile("\\b[2-5][0-9]{2}\\b");

  /** All cells of the table whose first column has a title. */
  public static List<Transition> table(String title) {
    List<List<String>> rows = new ArrayList<>();
    for (String line : lines()) {
      boolean begins = line.startsWith("| " + title + " |");
      if (begins || !rows.isEmpty()) {
        if (!line.startsWith("|")) {
          break;
        }
        rows.add(Arrays.stream(line.split("\\|")).skip(1).map(String::strip).toList());
      }
    }
    if (rows.size() < 3) {
      throw new IllegalStateException(DOCUMENT + " has no table '" + title + "'");
    }
    List<Transition> cells = new ArrayList<>();
    List<String> events = rows.get(0);
    for (List<String> row : rows.subList(2, rows.size())) {
      for (int column = 1; column < events.size(); column++) {
        cells.add(new Transition(plain(row.get(0)), plain(events.get(column)), row.get(column)));
      }
    }
    return cells;
  }

  private static List<String> lines() {
    try {
      return Files.readAllLines(DOCUMENT);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static String plain(String cell) {
    return cell.replace("`", "");
  }

  /** The state after the event. */
  public String after() {
    List<String> states = codes().filter(code -> STATE.matcher(code).matches()).toList();
    if (states.size() == (text.contains("stays") ? 1 : 0)) {
      throw new IllegalStateException(this + " has neither one state nor says that it stays");
    }
    return states.isEmpty() ? state : states.get(0);
  }

  /** The names of the events that are emitted. */
  public List<String> emits() {
    return codes().filter(code -> !STATE.matcher(code).matches()).toList();
  }

  /** The status of the HTTP answer, if the event is a request. */
  public OptionalInt answer() {
    return STATUS
        .matcher(text)
        .results()
        .mapToInt(status -> Integer.parseInt(status.group()))
        .findFirst();
  }

  private Stream<String> codes() {
    return CODE.matcher(text).results().map((MatchResult code) -> code.group(1));
  }

  @Override
  public String toString() {
    return "%s, %s: %s".formatted(state, event, text);
  }
}
